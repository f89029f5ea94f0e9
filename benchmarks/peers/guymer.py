"""PyGuymer3: Vincenty about every vertex. Reads a job, writes WKT and times."""

import json
import sys
import time

import pyguymer3.geo
import shapely

job = json.load(sys.stdin)
shape = shapely.from_wkt(job["wkt"])
seconds, buffer = [], shape
for _ in range(job["repeats"]):
    start = time.process_time()
    buffer = pyguymer3.geo.buffer(
        shape,
        job["distance_m"],
        debug=False,
        fill=-1.0,
        nAng=int(job["options"]),
        simp=-1.0,
    )
    seconds.append(time.process_time() - start)
print(json.dumps({"seconds": seconds, "wkt": buffer.wkt}))
