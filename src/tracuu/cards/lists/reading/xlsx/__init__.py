"""Reading .xlsx and .xlsm as a stream: memory does not grow with the file."""
