# terra: buffer of lon/lat by geodesics. Reads wkt, distance, quadsegs and repeats
# from four lines of a file; writes the times, then the WKT.
suppressMessages(library(terra))
job <- readLines(commandArgs(TRUE)[1])
shape <- vect(job[1], crs = "EPSG:4326")
for (i in seq_len(as.integer(job[4]))) {
  start <- sum(proc.time()[1:2])
  result <- buffer(shape, as.numeric(job[2]), quadsegs = as.integer(job[3]))
  cat(sum(proc.time()[1:2]) - start, "\n")
}
cat(geom(aggregate(result), wkt = TRUE), "\n")
