// Which kinds of figures a thing has, lacks or needs.
#pragma once

#include <bit>
#include <cstdint>

namespace calanque {

/// What a project is made of, as far as somebody may not have published it.
enum class Figure : std::uint8_t {
  kInvestment,  ///< What it costs to build, buy and replace.
  kRunning,     ///< What it costs, saves and earns while it runs, energy included.
  kAbatement,   ///< What it avoids.
  kFunding,     ///< Whose money is committed or planned for it.
};
inline constexpr int kFigureCount = 4;

/// A set of them, as cheap as a number.
class FigureSet {
 public:
  constexpr FigureSet() = default;
  constexpr FigureSet(Figure figure)  // NOLINT(google-explicit-constructor)
      : bits_(static_cast<std::uint8_t>(1U << static_cast<unsigned>(figure))) {}

  [[nodiscard]] constexpr bool is_empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr bool Has(Figure figure) const { return (bits_ & FigureSet(figure).bits_) != 0; }
  [[nodiscard]] constexpr int size() const { return std::popcount(bits_); }
  /// Domain: not empty.
  [[nodiscard]] constexpr Figure first() const { return static_cast<Figure>(std::countr_zero(bits_)); }

  friend constexpr FigureSet operator|(FigureSet a, FigureSet b) {
    return FigureSet(static_cast<std::uint8_t>(a.bits_ | b.bits_));
  }
  friend constexpr FigureSet operator&(FigureSet a, FigureSet b) {
    return FigureSet(static_cast<std::uint8_t>(a.bits_ & b.bits_));
  }
  /// Those of the first that the second does not have.
  friend constexpr FigureSet operator-(FigureSet a, FigureSet b) {
    return FigureSet(static_cast<std::uint8_t>(a.bits_ & ~b.bits_));
  }
  constexpr bool operator==(const FigureSet&) const = default;

 private:
  constexpr explicit FigureSet(std::uint8_t bits) : bits_(bits) {}

  std::uint8_t bits_ = 0;
};

inline constexpr FigureSet kAllFigures =
    FigureSet(Figure::kInvestment) | Figure::kRunning | Figure::kAbatement | Figure::kFunding;

}  // namespace calanque
