"""Files: which are read, how they are written, addresses of fsspec, mail drafts."""
