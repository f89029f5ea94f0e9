"""SedonaDB: ST_Buffer of a geography (a sphere). Reads a job, writes WKT and times."""

import json
import sys
import time

import sedonadb

job = json.load(sys.stdin)
sql = (
    f"SELECT ST_AsText(ST_Buffer(ST_GeogFromWKT('{job['wkt']}'), "
    f"{job['distance_m']}, '{job['options']}')) AS wkt"
)
connection = sedonadb.connect()
seconds, wkt = [], ""
for _ in range(job["repeats"]):
    start = time.process_time()
    wkt = str(connection.sql(sql).to_pandas().iloc[0, 0])
    seconds.append(time.process_time() - start)
json.dump({"seconds": seconds, "wkt": wkt}, sys.stdout)
