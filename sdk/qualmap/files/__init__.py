"""Files as companies have them: tables and documents in, answers for a whole staff out, one row at a time."""
