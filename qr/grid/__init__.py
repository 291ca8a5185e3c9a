"""Reading one QR code as a grid: its place is searched until the fixed patterns agree, then every module is
weighed, and Reed–Solomon is told which modules not to trust. For codes that the other decoders give up."""
