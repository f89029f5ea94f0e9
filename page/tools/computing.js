/** The computing modules by name, for tests that drive them in a browser. */

export * as coverage from "../src/coverage.js";
export * as decode from "../src/decode.js";
export * as geodesy from "../src/geodesy.js";
export * as reach from "../src/reach.js";
export * as region from "../src/region.js";
export * as rings from "../src/rings.js";
export * as sectorcoverage from "../src/sectorcoverage.js";
