"""One command a file: each reads its arguments, calls one room and prints what came out."""
