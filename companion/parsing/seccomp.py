"""On Linux, the last thing a worker does before it reads: it gives up all system calls but those that compute.

With them go opening any file, every socket, starting or tracing any process: what a parser would need to do harm. A
call that is not on the list fails with EPERM. No privilege is needed, and nothing gives the calls back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys

_CALLS = (
    "read write close fstat lseek mmap mprotect munmap mremap madvise brk rt_sigaction rt_sigprocmask rt_sigreturn"
    " sigaltstack futex sched_yield getpid gettid clock_gettime gettimeofday nanosleep clock_nanosleep getrandom"
    " getrusage setitimer restart_syscall exit exit_group"
).split()
"""Reading and writing is possible through what is open: the worker's own two pipes."""
_X86_64 = "0 1 3 5 8 9 10 11 25 28 12 13 14 15 131 202 24 39 186 228 96 35 230 318 98 38 219 60 231"
_AARCH64 = "63 64 57 80 62 222 226 215 216 233 214 134 135 139 132 98 124 172 178 113 169 101 115 278 165 103 128 93 94"
_NUMBERS = {name: tuple(map(int, said.split())) for name, said in (("x86_64", _X86_64), ("aarch64", _AARCH64))}
"""The same calls by number, in that order (Linux: arch/x86/entry/syscalls, include/uapi/asm-generic/unistd.h)."""
_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

_LOAD, _JUMP_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | errno.EPERM
_NO_NEW_PRIVS, _SET_SECCOMP, _FILTER = 38, 22, 2


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def give_up_calls() -> bool:
    """Whether the system took the filter: False on another system, processor or a kernel without seccomp."""
    machine = os.uname().machine if sys.platform == "linux" else ""
    if machine not in _NUMBERS:
        return False
    code = _filter(machine)
    program = _Program(len(code) // 8, code)
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def _filter(machine: str) -> bytes:
    """BPF: another processor's calls are denied (x86_64's 32-bit ones), then every number on the list is let through.
    The x32 calls have other numbers and are on no list."""
    allowed = _NUMBERS[machine]
    steps = [(_LOAD, 0, 0, 4), (_JUMP_EQUAL, 0, len(allowed) + 1, _AUDIT_ARCH[machine]), (_LOAD, 0, 0, 0)]
    steps += [(_JUMP_EQUAL, len(allowed) - at, 0, number) for at, number in enumerate(allowed)]
    steps += [(_RETURN, 0, 0, _DENY), (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


assert all(len(numbers) == len(_CALLS) for numbers in _NUMBERS.values())
