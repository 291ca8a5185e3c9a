"""Reading codes: image bytes become symbols, symbols become payloads. Opens no socket, keeps no state."""
