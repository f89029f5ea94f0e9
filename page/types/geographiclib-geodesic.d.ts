/** The part of GeographicLib that the page uses, as its outmasks make it. */
declare const geographiclib: {
  Geodesic: {
    WGS84: GeographicLibGeodesic;
    LATITUDE: number;
    LONGITUDE: number;
    AZIMUTH: number;
    DISTANCE: number;
    DISTANCE_IN: number;
    REDUCEDLENGTH: number;
    AREA: number;
    LONG_UNROLL: number;
  };
};

interface GeographicLibSolution {
  lon1: number;
  lat2: number;
  lon2: number;
  s12: number;
  azi1: number;
  azi2: number;
  m12: number;
  S12: number;
}

interface GeographicLibGeodesic {
  readonly a: number;
  readonly f: number;
  Inverse(
    lat1: number, lon1: number, lat2: number, lon2: number, outmask: number,
  ): GeographicLibSolution;
  Direct(
    lat1: number, lon1: number, azi1: number, s12: number, outmask: number,
  ): GeographicLibSolution;
  Line(lat1: number, lon1: number, azi1: number, caps: number): {
    Position(s12: number, outmask: number): GeographicLibSolution;
  };
}

export default geographiclib;
