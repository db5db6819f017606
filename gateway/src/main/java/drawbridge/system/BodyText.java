package drawbridge.system;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;

import drawbridge.mapping.Formats;
import drawbridge.mapping.Formats.Format;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Value;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Bodies to values and back, in the formats that a descriptor names. All are bounded, besides by
/// their bytes: JSON as [JsonText] says, a line of NDJSON likewise, XML as [XmlText] says, CSV by
/// 1,000 columns.
///
/// Which letters the bytes are is what the header `Content-Type` says, else UTF-8 (for XML: what it
/// says itself); bytes that are none are refused and never replaced.
final class BodyText {

    private static final Pattern CHARSET =
            Pattern.compile(
                    ";\\s*charset\\s*=\\s*\"?([A-Za-z0-9._:-]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern DECLARED =
            Pattern.compile("^<\\?xml[^>]*?encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");
    private static final CsvMapper CSV = new CsvMapper();
    private static final int MOST_COLUMNS = 1_000;

    /// Of one body, as many as of JSON.
    private static final int MOST_VALUES = 100_000;

    private BodyText() {}

    /// The bytes are nothing that is read here, or the value nothing that can be written.
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed(String what) {
            super(what, null, false, false);
        }
    }

    // ---- Read

    static Value parse(Formats formats, Optional<String> type, byte[] body) throws Malformed {
        return switch (formats.answers()) {
            case JSON -> json(body, type);
            case NDJSON -> lines(text(body, type, StandardCharsets.UTF_8));
            case CSV -> rows(formats, text(body, type, StandardCharsets.UTF_8));
            case FORM -> form(formats, text(body, type, StandardCharsets.UTF_8));
            case XML -> XmlText.parse(text(body, type, declared(body)), formats);
        };
    }

    /// The formats of an error: who answers CSV tells errors in JSON, and says so.
    static Formats ofError(Formats formats, Optional<String> type) {
        String said = type.orElse("").toLowerCase(Locale.ROOT);
        if (said.contains("json")) {
            return formats.with(formats.sends(), Format.JSON);
        }
        if (said.contains("/xml") || said.contains("+xml")) {
            return formats.with(formats.sends(), Format.XML);
        }
        return formats;
    }

    private static Value json(byte[] body, Optional<String> type) throws Malformed {
        try {
            Optional<Charset> other =
                    charset(type).filter(known -> !known.name().startsWith("UTF-"));
            return JsonText.parse(
                    other.isEmpty()
                            ? body
                            : text(body, type, other.get()).getBytes(StandardCharsets.UTF_8));
        } catch (JsonText.Malformed e) {
            throw new Malformed(String.valueOf(e.getMessage()));
        }
    }

    private static Value lines(String text) throws Malformed {
        List<Value> values = new ArrayList<>();
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (!line.isBlank()) {
                bounded(values.size() + 1L, "rows");
                try {
                    values.add(JsonText.parse(line.getBytes(StandardCharsets.UTF_8)));
                } catch (JsonText.Malformed e) {
                    throw new Malformed("row " + number + ": " + e.getMessage());
                }
            }
        }
        return new Value.Arr(values);
    }

    private static Value rows(Formats formats, String text) throws Malformed {
        List<Value> rows = new ArrayList<>();
        CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(formats.separator());
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        List<String> names = List.of();
        try (MappingIterator<String[]> cells =
                CSV.readerFor(String[].class)
                        .with(CsvParser.Feature.WRAP_AS_ARRAY)
                        .with(CsvParser.Feature.SKIP_EMPTY_LINES)
                        .with(schema)
                        .readValues(plain)) {
            while (cells.hasNextValue()) {
                List<String> row = List.of(cells.nextValue());
                if (names.isEmpty()) {
                    names = columns(row);
                } else {
                    bounded((rows.size() + 1L) * names.size(), "cells");
                    rows.add(row(formats, names, row, rows.size() + 1));
                }
            }
        } catch (IOException e) {
            throw new Malformed("no CSV: row " + (rows.size() + 1) + " cannot be read");
        }
        return new Value.Arr(rows);
    }

    private static void bounded(long number, String what) throws Malformed {
        if (number > MOST_VALUES) {
            throw new Malformed("more than " + MOST_VALUES + " " + what);
        }
    }

    private static List<String> columns(List<String> names) throws Malformed {
        if (names.size() > MOST_COLUMNS || new HashSet<>(names).size() != names.size()) {
            throw new Malformed("no CSV: two columns of one name, or more than " + MOST_COLUMNS);
        }
        return names.stream().map(String::strip).toList();
    }

    private static Value row(Formats formats, List<String> names, List<String> cells, int number)
            throws Malformed {
        if (cells.size() != names.size()) {
            throw new Malformed(
                    "row "
                            + number
                            + " has "
                            + cells.size()
                            + " cells, and the first line names "
                            + names.size());
        }
        Map<String, Value> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            row.put(names.get(i), formats.typed(List.of(names.get(i)), cells.get(i)));
        }
        return new Value.Obj(row);
    }

    private static Value form(Formats formats, String text) throws Malformed {
        Map<String, Value> members = new LinkedHashMap<>();
        bounded(text.chars().filter(sign -> sign == '&').count(), "parts");
        for (String pair : text.strip().split("&", -1)) {
            int sign = pair.indexOf('=');
            if (sign < 0) {
                throw new Malformed("no form: a part without '='");
            }
            try {
                String name = URLDecoder.decode(pair.substring(0, sign), StandardCharsets.UTF_8);
                String value = URLDecoder.decode(pair.substring(sign + 1), StandardCharsets.UTF_8);
                if (members.put(name, formats.typed(List.of(name), value)) != null) {
                    throw new Malformed("no form: '" + name + "' comes twice");
                }
            } catch (IllegalArgumentException e) {
                throw new Malformed("no form: a broken escape");
            }
        }
        return new Value.Obj(members);
    }

    private static Charset declared(byte[] body) throws Malformed {
        if (body.length > 1 && (body[0] & 0xFF) >= 0xFE) {
            return StandardCharsets.UTF_16;
        }
        String start = new String(body, 0, Math.min(body.length, 200), StandardCharsets.ISO_8859_1);
        Matcher said = DECLARED.matcher(start);
        return said.find() ? named(said.group(1)) : StandardCharsets.UTF_8;
    }

    private static Optional<Charset> charset(Optional<String> type) throws Malformed {
        Matcher said = CHARSET.matcher(type.orElse(""));
        return said.find() ? Optional.of(named(said.group(1))) : Optional.empty();
    }

    private static Charset named(String name) throws Malformed {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new Malformed("letters of an unknown kind: '" + name + "'");
        }
    }

    private static String text(byte[] body, Optional<String> type, Charset otherwise)
            throws Malformed {
        Charset letters = charset(type).orElse(otherwise);
        try {
            String text = letters.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Malformed("the bytes are no " + letters.name());
        }
    }

    // ---- Written

    static byte[] write(Format format, Value.Obj body) throws Malformed {
        return switch (format) {
            case XML -> XmlText.write(body);
            case FORM -> form(body).getBytes(StandardCharsets.US_ASCII);
            case JSON, CSV, NDJSON -> JsonText.write(body);
        };
    }

    /// `a=1&b[c]=2&d[]=3`, as most servers take it.
    private static String form(Value.Obj body) throws Malformed {
        List<String> pairs = new ArrayList<>();
        for (Map.Entry<String, Value> member : body.members().entrySet()) {
            pairs(member.getKey(), member.getValue(), pairs);
        }
        return String.join("&", pairs);
    }

    private static void pairs(String name, Value value, List<String> pairs) throws Malformed {
        switch (value) {
            case Value.Obj(Map<String, Value> members) -> {
                for (Map.Entry<String, Value> member : members.entrySet()) {
                    pairs(name + "[" + member.getKey() + "]", member.getValue(), pairs);
                }
            }
            case Value.Arr(List<Value> items) -> {
                for (Value item : items) {
                    pairs(name + "[]", item, pairs);
                }
            }
            case Value.Text _, Value.Num _, Value.Bool _, Value.Null _ -> {
                String text = plain(value);
                if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                    throw new Malformed("a form cannot hold half a character");
                }
                pairs.add(encoded(name) + "=" + encoded(text));
            }
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// A value where everything is text; null is empty.
    static String plain(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text;
            case Value.Num(var number) -> number.toPlainString();
            case Value.Bool(boolean flag) -> Boolean.toString(flag);
            case Value.Null _ -> "";
            case Value.Arr(List<Value> items) ->
                    items.stream().map(BodyText::plain).collect(Collectors.joining(","));
            case Value.Obj _ -> "";
        };
    }
}
