"""Solutions as files: the documentation template in Word and Excel, what comes back, and what goes out."""
