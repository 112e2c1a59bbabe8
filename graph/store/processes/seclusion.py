"""What a process does to itself so that it and its children reach no network: the kernel gives them no socket for one.

The engine has an HTTP client (SERVICE, LOAD) and no switch for it. The service takes those words out of what it is
sent; where it ever read a text otherwise than the engine, the engine still meets nobody.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys
from collections.abc import Sequence

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _MODE_FILTER = 22, 38, 2  # linux/prctl.h, linux/seccomp.h
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06  # BPF: a word of the call, a comparison, the end
_NUMBER, _ARCHITECTURE, _FAMILY = 0, 4, 16  # where a call has them (struct seccomp_data)
_LOCAL = 1  # AF_UNIX
_CALLS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}  # the architecture, and its number of socket(2)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def reach_nobody() -> bool:
    """Have the kernel refuse all sockets but local ones from here on; whether it does.

    Elsewhere than on Linux, on other processors and where filters are not allowed, it does not.
    """
    known = _CALLS.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    instructions = _filter(*known)
    program = _Program(len(instructions), b"".join(instructions))
    prctl = ctypes.CDLL(None).prctl
    if prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program)) == 0)


def _filter(architecture: int, call: int) -> Sequence[bytes]:
    """The instructions: each jump tells how many to pass over where it is so, and where not."""
    return (
        _instruction(_LOAD, _ARCHITECTURE),
        _instruction(_EQUAL, architecture, 0, 4),
        _instruction(_LOAD, _NUMBER),
        _instruction(_EQUAL, call, 0, 2),
        _instruction(_LOAD, _FAMILY),
        _instruction(_EQUAL, _LOCAL, 0, 1),
        _instruction(_RETURN, _ALLOW),
        _instruction(_RETURN, _REFUSE),
    )


def _instruction(code: int, value: int, if_so: int = 0, if_not: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_so, if_not, value)
