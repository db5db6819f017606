package drawbridge.mapping.lens;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.PlainText;

import java.math.BigDecimal;
import java.net.IDN;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
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

    /// Case does not count, and a domain may be written in letters or as DNS has it.
    record Email() implements Sameness {

        @Override
        public String normal(String text) {
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
    record Phone(String region) implements Sameness {

        @Override
        public String normal(String text) {
            String plain = PlainText.of(text).strip();
            Optional<String> number = international(plain);
            return number.filter(it -> number.equals(international(it))).orElse(plain);
        }

        /// A number as E.164 has it, with its extension; empty where it is none.
        private Optional<String> international(String text) {
            PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
            try {
                PhoneNumber number = numbers.parse(text, region);
                String e164 = numbers.format(number, PhoneNumberFormat.E164);
                return Optional.of(
                        number.hasExtension() ? e164 + ";ext=" + number.getExtension() : e164);
            } catch (NumberParseException noNumber) {
                return Optional.empty();
            }
        }
    }
}
