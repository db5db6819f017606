package drawbridge.mapping.lens;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.PlainText;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.IDN;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// When two values of a field mean the same. What is stored and sent keeps its spelling; only
/// comparisons go through the normal form.
public sealed interface Sameness {

    /// The normal form of a text.
    String normal(String text);

    /// A value in its normal form as text; empty where nothing is known or there is nothing.
    default Optional<String> normal(Neutral value) {
        return switch (value) {
            case Neutral.Unknown _, Neutral.Empty _, Neutral.Unlinked _ -> Optional.empty();
            case Neutral.Words(String text) -> Optional.of(normal(text));
            case Neutral.Number(BigDecimal number) ->
                    Optional.of(number.stripTrailingZeros().toPlainString());
            case Neutral.Flag(boolean flag) -> Optional.of(Boolean.toString(flag));
            case Neutral.Many(List<String> items) ->
                    Optional.of(normal(items).stream().sorted().toList().toString());
            case Neutral.Linked(UUID link) -> Optional.of(link.toString());
            case Neutral.Once once -> Optional.of(Occurrences.normal(once));
            case Neutral.Series series -> Optional.of(Occurrences.normal(series));
        };
    }

    private Set<String> normal(List<String> items) {
        return items.stream().map(this::normal).collect(Collectors.toSet());
    }

    /// Most fields of a record are spelt alike on both sides, and then nothing need be normalised:
    /// reading telephone numbers was a twelfth of a gateway's CPU time.
    default boolean same(Neutral one, Neutral other) {
        return switch (one) {
            case Neutral.Unknown _ -> other instanceof Neutral.Unknown;
            case Neutral.Empty _ -> other instanceof Neutral.Empty;
            case Neutral.Words(String text) ->
                    other instanceof Neutral.Words(String that)
                            && (text.equals(that) || normal(text).equals(normal(that)));
            case Neutral.Number(BigDecimal number) ->
                    other instanceof Neutral.Number(BigDecimal that) && number.compareTo(that) == 0;
            case Neutral.Many(List<String> items) ->
                    other instanceof Neutral.Many(List<String> that)
                            && (items.equals(that) || normal(items).equals(normal(that)));
            case Neutral.Once once ->
                    other instanceof Neutral.Once that && Occurrences.same(once, that);
            case Neutral.Series series ->
                    other instanceof Neutral.Series that && Occurrences.same(series, that);
            case Neutral.Flag _, Neutral.Linked _, Neutral.Unlinked _ -> one.equals(other);
        };
    }

    /// Every sign counts.
    record Exact() implements Sameness {

        @Override
        public String normal(String text) {
            return text;
        }
    }

    /// Blanks around it, the way in which accents are encoded, and what no text holds do not count.
    record Text() implements Sameness {

        @Override
        public String normal(String text) {
            return Normalizer.normalize(PlainText.of(text), Normalizer.Form.NFC).strip();
        }
    }

    /// White space does not count at all, wherever it is: HTML keeps none.
    record Prose() implements Sameness {

        @Override
        public String normal(String text) {
            return Normalizer.normalize(PlainText.of(text), Normalizer.Form.NFC)
                    .replaceAll("[\\s\u00a0]+", " ")
                    .strip();
        }
    }

    /// Numbers are the same that are one number where steps are widest.
    ///
    /// @param step between two neighbours there
    record Steps(BigDecimal step, RoundingMode rounding) implements Sameness {

        @Override
        public String normal(String text) {
            return text;
        }

        @Override
        public Optional<String> normal(Neutral value) {
            return value instanceof Neutral.Number(BigDecimal number)
                    ? Optional.of(rounded(number).toPlainString())
                    : Sameness.super.normal(value);
        }

        @Override
        public boolean same(Neutral one, Neutral other) {
            return (one instanceof Neutral.Number(BigDecimal left)
                            && other instanceof Neutral.Number(BigDecimal right))
                    ? rounded(left).compareTo(rounded(right)) == 0
                    : Sameness.super.same(one, other);
        }

        private BigDecimal rounded(BigDecimal number) {
            return number.divide(step, 0, rounding);
        }
    }

    /// Points on the time line are the same that a clock without finer hands shows alike.
    record Grain(ChronoUnit unit) implements Sameness {

        @Override
        public String normal(String text) {
            try {
                return Instant.parse(text).truncatedTo(unit).toString();
            } catch (DateTimeException noTime) {
                return text;
            }
        }
    }

    /// Times in a calendar where a side cannot hold all of them.
    ///
    /// @param atLeast the shortest that it holds; what is shorter is the same as that
    /// @param windows whether zones are the same that Windows has one name for
    record Times(Duration atLeast, boolean windows) implements Sameness {

        @Override
        public String normal(String text) {
            return text;
        }

        @Override
        public Optional<String> normal(Neutral value) {
            return Sameness.super.normal(held(value));
        }

        @Override
        public boolean same(Neutral one, Neutral other) {
            return Sameness.super.same(held(one), held(other));
        }

        private Neutral held(Neutral value) {
            return switch (value) {
                case Neutral.Once once -> held(once);
                case Neutral.Series series -> Occurrences.rounded(series, this::held);
                case Neutral.Unknown _,
                        Neutral.Empty _,
                        Neutral.Words _,
                        Neutral.Number _,
                        Neutral.Many _,
                        Neutral.Flag _,
                        Neutral.Linked _,
                        Neutral.Unlinked _ ->
                        value;
            };
        }

        private Neutral.Once held(Neutral.Once once) {
            if (!(once instanceof Neutral.Timed time)) {
                return once;
            }
            Neutral.Timed long_ = CivilTime.atLeast(time, atLeast);
            return windows ? CivilTime.in(long_, Zones.ofWindows(long_.zone())) : long_;
        }
    }

    /// Case does not count, and a domain may be written in letters or as DNS has it.
    ///
    /// @param isTagged whether what stands behind a plus counts
    /// @param aliases further addresses, each with the one that it stands for
    record Email(boolean isTagged, Map<String, String> aliases) implements Sameness {

        public Email {
            Map<String, String> normal = new HashMap<>();
            boolean tagged = isTagged;
            aliases.forEach((alias, of) -> normal.put(address(alias, tagged), address(of, tagged)));
            aliases = Map.copyOf(normal);
        }

        public Email() {
            this(true, Map.of());
        }

        @Override
        public String normal(String text) {
            String address = address(text, isTagged);
            return aliases.getOrDefault(address, address);
        }

        private static String address(String text, boolean isTagged) {
            String plain = plain(text);
            int at = plain.lastIndexOf('@');
            int tag = isTagged ? -1 : plain.indexOf('+');
            return tag > 0 && tag < at ? plain.substring(0, tag) + plain.substring(at) : plain;
        }

        private static String plain(String text) {
            String plain =
                    Normalizer.normalize(PlainText.of(text), Normalizer.Form.NFC)
                            .strip()
                            .toLowerCase(Locale.ROOT);
            int at = plain.lastIndexOf('@');
            if (at < 0) {
                return plain;
            }
            try {
                return plain.substring(0, at + 1) + IDN.toASCII(plain.substring(at + 1));
            } catch (IllegalArgumentException noDomain) {
                return plain;
            }
        }
    }

    /// Blanks, dashes, brackets and a written-out country code do not count. What is no number is
    /// compared as text, and so is what would be another number when read once more, as `000000`
    /// is, which loses a zero each time.
    ///
    /// @param region of numbers without a country code, two letters (ISO 3166)
    /// @param old regions whose former way of writing mobile numbers is the same as today's
    record Phone(String region, Set<Former> old) implements Sameness {

        /// Regions in which people have one number in two ways.
        public enum Former {
            /// A 1 stood behind +52 in front of mobile numbers, until 2019.
            MX("\\+521(\\d{10})", "+52$1"),
            /// Mobile numbers got a 9 in front, from 2012 on; landlines begin with 2 to 5.
            BR("\\+55(\\d\\d)9([6-9]\\d{7})", "+55$1$2");

            private final String written;
            private final String same;

            Former(String written, String same) {
                this.written = written;
                this.same = same;
            }

            private String folded(String e164) {
                return e164.replaceFirst("^" + written + "$", same);
            }
        }

        public Phone {
            old = Set.copyOf(old);
        }

        public Phone(String region) {
            this(region, Set.of());
        }

        @Override
        public String normal(String text) {
            String plain = PlainText.of(text).strip();
            Optional<String> number = international(plain);
            return number.filter(it -> number.equals(international(it))).orElse(plain);
        }

        private String folded(String e164) {
            String folded = e164;
            for (Former former : old) {
                folded = former.folded(folded);
            }
            return folded;
        }

        /// A number as E.164 has it, with its extension; empty where it is none.
        private Optional<String> international(String text) {
            PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
            try {
                PhoneNumber number = numbers.parse(text, region);
                String e164 = folded(numbers.format(number, PhoneNumberFormat.E164));
                return Optional.of(
                        number.hasExtension() ? e164 + ";ext=" + number.getExtension() : e164);
            } catch (NumberParseException noNumber) {
                return Optional.empty();
            }
        }
    }
}
