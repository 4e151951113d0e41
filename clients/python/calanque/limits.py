"""How much the files of one scenario may hold: the defaults of service/limits.h, so that the command line takes the same."""

MAX_YAML_BYTES = 8 << 20  # All files together.
MAX_YAML_NODES = 2_000_000  # All files together, with aliases written out.
MAX_YAML_DEPTH = 64
MAX_INCLUDE_FILES = 100
MAX_VIOLATIONS = 100
