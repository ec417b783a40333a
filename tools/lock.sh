#!/bin/sh
# Locks every requirements list with hashes. No index address is written down: an address would
# break behind a mirror, and the hashes already say which file is meant.
set -eu
cd "$(dirname "$0")/.."

lock() { # lock FROM TO [MORE…]
    from=$1 to=requirements/$2.txt; shift 2
    .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
        --no-emit-find-links --python-version 3.11 --custom-compile-command "make lock" \
        "$from" --output-file "$to" "$@"
    if grep -nE '://|file:' "$to"; then
        echo "$to: an address got into the lock file" >&2
        exit 1
    fi
}

lock pyproject.toml runtime "$@"
lock requirements/build.in build "$@"
lock requirements/dev.in dev "$@"
lock requirements/peers.in peers "$@"
