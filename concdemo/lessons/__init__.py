"""Lessons: scripts that a teacher writes, checks and runs.  Data; printing and keys are cli's."""
