package drawbridge.trial;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;

import drawbridge.mapping.PlainText;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Bodies for people: JSON laid out, everything bounded, and no sign that a terminal obeys.
///
/// @param lines that are shown
/// @param width at which a line is cut
record Bodies(int lines, int width) {

    private static final JsonFactory JSON = new JsonFactory();

    List<String> of(String body) {
        List<String> all = laidOut(body).lines().toList();
        List<String> shown = new ArrayList<>();
        all.stream().limit(lines).map(this::cut).forEach(shown::add);
        if (all.size() > lines) {
            shown.add("… %,d more lines (--lines shows more)".formatted(all.size() - lines));
        }
        return shown;
    }

    private String cut(String line) {
        String plain = PlainText.of(line);
        return plain.length() <= width ? plain : plain.substring(0, width - 1) + "…";
    }

    /// JSON over several lines; what is none, as it came.
    static String laidOut(String body) {
        StringWriter text = new StringWriter();
        try (JsonParser from = JSON.createParser(body);
                JsonGenerator to = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            if (from.nextToken() == null) {
                return body;
            }
            to.copyCurrentStructureExact(from);
        } catch (JsonProcessingException noJson) {
            return body;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
