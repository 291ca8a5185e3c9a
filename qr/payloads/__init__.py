"""What a text can mean, one file a kind. `qr.payload` joins them."""
