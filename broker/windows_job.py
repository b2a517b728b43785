"""Windows: tie a child process to this one, so that it ends even when this one is ended by force.

A job object with "kill on close" ends its processes when its last handle closes, which the system does for a process
that dies: https://learn.microsoft.com/windows/win32/procthread/job-objects
"""

import ctypes
import subprocess
import sys

_EXTENDED_LIMITS = 9
_KILL_ON_JOB_CLOSE = 0x2000


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("per_process_time", ctypes.c_int64),
        ("per_job_time", ctypes.c_int64),
        ("limit_flags", ctypes.c_uint32),
        ("minimum_working_set", ctypes.c_size_t),
        ("maximum_working_set", ctypes.c_size_t),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority_class", ctypes.c_uint32),
        ("scheduling_class", ctypes.c_uint32),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("basic", _BasicLimits),
        ("io_counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


def end_with_us(child: "subprocess.Popen[bytes]") -> None:
    """Put `child` in a job that ends when this process does. Raises OSError when Windows refuses."""
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = ctypes.c_void_p
        job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
        limits = _ExtendedLimits(basic=_BasicLimits(limit_flags=_KILL_ON_JOB_CLOSE))
        size = ctypes.sizeof(limits)
        handle = ctypes.c_void_p(int(child._handle))  # type: ignore[attr-defined]  # noqa: SLF001 - no public way
        is_limited = job and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), size)
        if not (is_limited and kernel.AssignProcessToJobObject(job, handle)):
            raise ctypes.WinError(ctypes.get_last_error())
