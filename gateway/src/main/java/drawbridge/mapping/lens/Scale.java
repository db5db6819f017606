package drawbridge.mapping.lens;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalInt;

/// In which unit a side counts.
///
/// @param times how many of the mapping's units one of this side's is: 60 where the mapping counts
///   minutes and this side hours
/// @param decimals how many digits this side has behind the point; without it, as many as it takes
/// @param rounding how what does not fit is rounded
public record Scale(BigDecimal times, OptionalInt decimals, RoundingMode rounding) {

    BigDecimal toMapping(BigDecimal here) {
        return here.multiply(times);
    }

    /// Empty where the number has no end here, and nothing is said about rounding.
    Optional<BigDecimal> toHere(BigDecimal mapping) {
        if (decimals.isPresent()) {
            return Optional.of(mapping.divide(times, decimals.getAsInt(), rounding));
        }
        try {
            return Optional.of(mapping.divide(times));
        } catch (ArithmeticException endless) {
            return Optional.empty();
        }
    }

    /// The step between two neighbours of this side, in the mapping's units; none where it has any
    /// number.
    public Optional<BigDecimal> step() {
        return decimals.isPresent()
                ? Optional.of(times.scaleByPowerOfTen(-decimals.getAsInt()))
                : Optional.empty();
    }
}
