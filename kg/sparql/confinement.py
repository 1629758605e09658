"""
What a process may no longer do once it is confined: grow, write, connect, start, read elsewhere.

The limits hold for the rest of the process's life. Memory and files are limited everywhere
(memory on Linux only); what a thread may read and which system calls are left to the process
is limited where Linux has Landlock and, on x86_64 and aarch64, seccomp filters.
"""

import ctypes
import errno
import os
import resource
import struct
import sys

# Everything the evaluation of a query over an open store needs, on x86_64 and on aarch64.
# A thread cannot be started, for that is clone; a new kind of call is denied until listed.
_CALLS = {
    "brk": (12, 214),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "close": (3, 57),
    "exit": (60, 93),
    "exit_group": (231, 94),
    "fadvise64": (221, 223),
    "fcntl": (72, 25),
    "fstat": (5, 80),
    "futex": (202, 98),
    "getpid": (39, 172),
    "getrandom": (318, 278),
    "gettid": (186, 178),
    "lseek": (8, 62),
    "madvise": (28, 233),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "mremap": (25, 216),
    "munmap": (11, 215),
    "newfstatat": (262, 79),
    "openat": (257, 56),
    "pread64": (17, 67),
    "read": (0, 63),
    "readahead": (187, 213),
    "restart_syscall": (219, 128),
    "rseq": (334, 293),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sched_getaffinity": (204, 123),
    "sched_yield": (24, 124),
    "set_robust_list": (273, 99),
    "setitimer": (38, 103),
    "sigaltstack": (131, 132),
    "statx": (332, 291),
    "tgkill": (234, 131),
    "write": (1, 64),
    "writev": (20, 66),
}
_SECCOMP = (317, 277)
# The machine's column above, and its name in the kernel's audit.
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_LOAD, _EQUALS, _AND, _RETURN = 0x20, 0x15, 0x54, 0x06
_KILL, _ALLOW, _DENY = 0x80000000, 0x7FFF0000, 0x00050000 | errno.EPERM
_PROT_EXEC = 4

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_EVERY_ACCESS, _READ_FILE, _READ_DIRECTORY = (1 << 13) - 1, 1 << 2, 1 << 3


def confine(directory: str, memory: int) -> list[str]:
    """Confine this process and return what is limited: memory, writing, reading, calls.

    ``memory`` is what it may still allocate, ``directory`` where this thread may still read.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform != "linux":
        return ["writing"]
    libc = ctypes.CDLL(None, use_errno=True)
    _check(libc.prctl(38, *map(ctypes.c_ulong, (1, 0, 0, 0))))  # PR_SET_NO_NEW_PRIVS
    with open("/proc/self/statm", "rb") as file:
        limit = int(file.read().split()[0]) * resource.getpagesize() + memory
    allowed = resource.getrlimit(resource.RLIMIT_AS)[1]
    if allowed != resource.RLIM_INFINITY:
        limit = min(limit, allowed)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    return ["writing", "memory", *_limit_reading(libc, directory), *_limit_calls(libc)]


def _limit_reading(libc: ctypes.CDLL, directory: str) -> list[str]:
    """Let this thread read in a directory alone, and say so, where the kernel has Landlock."""
    access = struct.pack("=Q", _EVERY_ACCESS)
    rules = _system_call(libc, _CREATE_RULESET, access, len(access), 0)
    if rules < 0:
        return []
    place = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    beneath = struct.pack("=Qi", _READ_FILE | _READ_DIRECTORY, place)
    _check(_system_call(libc, _ADD_RULE, rules, 1, beneath, 0))
    _check(_system_call(libc, _RESTRICT_SELF, rules, 0))
    os.close(place)
    os.close(rules)
    return ["reading"]


def _limit_calls(libc: ctypes.CDLL) -> list[str]:
    """Leave the process the system calls of the table, and say so, on machines that it knows."""
    machine = _MACHINES.get(os.uname().machine)
    if not machine or sys.maxsize < 1 << 32:
        return []
    column, audit = machine
    code = _call_filter(column, audit)
    filter_ = ctypes.create_string_buffer(code)
    program = struct.pack("@HP", len(code) // 8, ctypes.addressof(filter_))
    # The filter is set (1) for all threads (1): the store has started some.
    return ["calls"] if _system_call(libc, _SECCOMP[column], 1, 1, program) == 0 else []


def _call_filter(column: int, audit: int) -> bytes:
    """Return the filter: the kernel looks at each call's number, and at one argument of some."""
    # Which argument, which bits of it, and what they have to be.
    conditions = {
        "openat": (2, os.O_ACCMODE | os.O_CREAT | os.O_TRUNC, os.O_RDONLY),
        "mmap": (2, _PROT_EXEC, 0),
        "mprotect": (2, _PROT_EXEC, 0),
        "tgkill": (0, 0xFFFFFFFF, os.getpid()),
    }
    code = [(_LOAD, 0, 0, 4), (_EQUALS, 1, 0, audit), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    for name, numbers in _CALLS.items():
        if name not in conditions:
            code += [(_EQUALS, 0, 1, numbers[column]), (_RETURN, 0, 0, _ALLOW)]
            continue
        argument, mask, value = conditions[name]
        code += [
            (_EQUALS, 0, 5, numbers[column]),
            (_LOAD, 0, 0, 16 + 8 * argument),
            (_AND, 0, 0, mask),
            (_EQUALS, 0, 1, value),
            (_RETURN, 0, 0, _ALLOW),
            (_RETURN, 0, 0, _DENY),
        ]
    code.append((_RETURN, 0, 0, _DENY))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)


def _system_call(libc: ctypes.CDLL, number: int, *arguments: int | bytes) -> int:
    longs = [ctypes.c_long(a) if isinstance(a, int) else ctypes.c_char_p(a) for a in arguments]
    return int(libc.syscall(ctypes.c_long(number), *longs))


def _check(result: int) -> None:
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
