"""Files that come home: what people changed in finished files, and how it is taken into the sources they were made from."""
