// Boost.Geometry: buffer of a point on the spheroid, which is all that its geographic
// strategies can (lines and areas don't compile). Arguments: lon lat distance_m points.
#include <boost/geometry.hpp>
#include <boost/geometry/strategies/geographic/buffer_point_circle.hpp>
#include <boost/geometry/strategies/cartesian/buffer_side_straight.hpp>
#include <chrono>
#include <cstdlib>
#include <iomanip>
#include <iostream>

namespace bg = boost::geometry;
using Point = bg::model::point<double, 2, bg::cs::geographic<bg::degree>>;
using Areas = bg::model::multi_polygon<bg::model::polygon<Point>>;

int main(int, char** arguments) {
  bg::model::multi_point<Point> given;
  bg::append(given, Point(std::atof(arguments[1]), std::atof(arguments[2])));
  bg::strategy::buffer::distance_symmetric<double> distance(std::atof(arguments[3]));
  bg::strategy::buffer::geographic_point_circle<> circle(std::atoi(arguments[4]));
  bg::strategy::buffer::join_round join;
  bg::strategy::buffer::end_round end;
  bg::strategy::buffer::side_straight side;
  Areas result;
  auto start = std::chrono::steady_clock::now();
  bg::buffer(given, result, distance, side, join, end, circle);
  std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  std::cout << spent.count() << "\n" << std::setprecision(15) << bg::wkt(result) << "\n";
}
