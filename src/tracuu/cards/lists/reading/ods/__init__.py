"""Reading .ods (OpenDocument) as a stream: memory does not grow with the file."""
