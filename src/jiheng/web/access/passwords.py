"""How passwords are kept: Argon2id at the cost that OWASP's password storage cheat sheet names.

19 MiB and two passes for each: a whole county office may log in at once on two cores, which Django's
own 100 MiB on eight lanes does not allow.
"""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id, m = 19 MiB, t = 2, p = 1."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
