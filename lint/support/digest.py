"""SHA-256, without loading OpenSSL for it.

`hashlib` loads OpenSSL's library, which takes longer than checking a manifest. The standard
library's own `random` takes the small internal module for the same reason.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:
        from _sha2 import sha256  # Python 3.12 and later
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256

__all__ = ["sha256"]
