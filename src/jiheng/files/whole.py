"""Files written whole: under a passing name first, moved into place when they are complete."""

import io
import os
import tempfile
import zipfile
from pathlib import Path

# Zip cannot say an earlier time; a fixed one keeps equal contents equal bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path`: either all of it is there afterwards or the file is as it was.

    OSError when the folder cannot be written; nothing is left behind then.
    """
    handle, passing = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(passing).chmod(0o666 & ~_mask())
        Path(passing).replace(path)
    except BaseException:
        Path(passing).unlink(missing_ok=True)
        raise


def _mask() -> int:
    """The permissions a new file is not to have; asking means setting and setting back."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip of `parts` in the order given; equal parts give equal bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            package.writestr(entry, content)
    return made.getvalue()


def settled(package: bytes) -> bytes:
    """A zip made elsewhere with its times taken out, its parts in their own order."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return packed({name: opened.read(name) for name in opened.namelist()})
