"""The studio: the program in a browser. What an address answers is what a command prints, from the same functions.

`places` says which folders may be read, `guard` who may ask, `asks` and `jobs` make what takes time with the command line itself, in
processes of their own; `api` holds the addresses, `room` the class room, `server` puts it together. `site` is the front end as it was
built (its sources are in the folder `studio` of a clone).
"""
