package drawbridge.system;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The path and query of a call, built from a descriptor's templates. Whatever stands in an id, a
/// cursor or an argument, it stays one segment or one value: it can neither climb (`../`) nor add a
/// parameter.
record Target(String path, Map<String, String> query) {

    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_-]+)}");

    Target {
        query = new TreeMap<>(query);
    }

    /// The id cannot be written into a path.
    static final class BadId extends Exception {

        private static final long serialVersionUID = 1L;

        BadId(String sentence) {
            super(sentence, null, false, false);
        }
    }

    static Target of(String path) {
        return new Target(path, Map.of());
    }

    /// `template` with `{id}` replaced by one encoded segment.
    static Target ofRecord(String template, String id) throws BadId {
        return ofPlaces(template, Map.of("{id}", id));
    }

    /// `template` with each place replaced by one encoded segment.
    static Target ofPlaces(String template, Map<String, String> places) throws BadId {
        String path = template;
        for (Map.Entry<String, String> place : places.entrySet()) {
            String name = place.getValue();
            if (name.equals(".") || name.equals("..")) {
                throw new BadId("the id is a step in a path, not a name");
            }
            String segment =
                    encode(name).orElseThrow(() -> new BadId("the id holds half a character"));
            path = path.replace(place.getKey(), segment);
        }
        return of(path);
    }

    Target with(String parameter, String value) {
        Map<String, String> more = new TreeMap<>(query);
        more.put(parameter, value);
        return new Target(path, more);
    }

    /// With the parameters of a lookup, `{name}` replaced by the argument of that name; empty when
    /// an argument is missing or says nothing: such a question would find everything.
    Optional<Target> filled(Map<String, String> parameters, Map<String, String> arguments) {
        Target filled = this;
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            Matcher places = PLACE.matcher(parameter.getValue());
            StringBuilder text = new StringBuilder();
            while (places.find()) {
                String argument = arguments.getOrDefault(places.group(1), "");
                if (argument.isBlank()) {
                    return Optional.empty();
                }
                places.appendReplacement(text, Matcher.quoteReplacement(argument));
            }
            places.appendTail(text);
            filled = filled.with(parameter.getKey(), text.toString());
        }
        return Optional.of(filled);
    }

    /// Path and query as they are sent.
    String uri(String before) {
        StringBuilder uri = new StringBuilder(before).append(path);
        char sign = '?';
        for (Map.Entry<String, String> parameter : query.entrySet()) {
            uri.append(sign)
                    .append(encode(parameter.getKey()).orElse(""))
                    .append('=')
                    .append(encode(parameter.getValue()).orElse(""));
            sign = '&';
        }
        return uri.toString();
    }

    /// Everything but the unreserved characters of RFC 3986 is percent-encoded; empty for text that
    /// is no Unicode.
    private static Optional<String> encode(String text) {
        ByteBuffer bytes;
        try {
            bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
        StringBuilder encoded = new StringBuilder();
        while (bytes.hasRemaining()) {
            int octet = bytes.get() & 0xFF;
            boolean plain =
                    (octet >= 'A' && octet <= 'Z')
                            || (octet >= 'a' && octet <= 'z')
                            || (octet >= '0' && octet <= '9')
                            || "-._~".indexOf(octet) >= 0;
            if (plain) {
                encoded.append((char) octet);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(octet >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(octet & 0xF, 16)));
            }
        }
        return Optional.of(encoded.toString());
    }
}
