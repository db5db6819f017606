package drawbridge.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import drawbridge.mapping.Operation;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The path and query of a call, built from a descriptor's templates. Whatever stands in an id, a
/// cursor or an argument, it stays one segment or one value: it can neither climb (`../`) nor add a
/// parameter.
///
/// @param whole whether the path is what is sent, query included, as a system gave it
record Target(String path, Map<String, String> query, boolean whole) {

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
        return new Target(path, Map.of(), false);
    }

    /// An address that a system gave, at its own place ([Links#within]).
    static Target exact(String pathAndQuery) {
        return new Target(pathAndQuery, Map.of(), true);
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
        return new Target(path, more, whole);
    }

    Target with(Map<String, String> parameters) {
        Map<String, String> more = new TreeMap<>(query);
        more.putAll(parameters);
        return new Target(path, more, whole);
    }

    /// The id of a record in the address that a create answers with: what stands where the call
    /// that reads one has it, or else the last segment.
    static Optional<String> idIn(String address, Optional<Operation> read) {
        String path = address.strip().replaceFirst("[?#].*", "");
        String template = read.map(Operation::path).orElse("/{id}");
        int place = template.indexOf("{id}");
        String after = place < 0 ? "" : template.substring(place + "{id}".length());
        if (!path.endsWith(after)) {
            return Optional.empty();
        }
        String before = path.substring(0, path.length() - after.length());
        String segment = before.substring(before.lastIndexOf('/') + 1);
        try {
            return Optional.of(URLDecoder.decode(segment.replace("+", "%2B"), UTF_8))
                    .filter(id -> !id.isEmpty());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Path and query as they are sent.
    String uri(String before) {
        if (whole) {
            return path;
        }
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
            bytes = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
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
