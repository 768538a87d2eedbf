"""Reading .xlsb as a stream: the binary records of [MS-XLSB], memory does not grow with the file."""
