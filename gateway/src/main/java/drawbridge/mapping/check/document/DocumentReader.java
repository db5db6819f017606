package drawbridge.mapping.check.document;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import drawbridge.mapping.file.YamlWords;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads an OpenAPI document, JSON or YAML.
public final class DocumentReader {

    /// One of two members of a name would be gone without a word.
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private static final Pattern TWICE = Pattern.compile("^Duplicate field '(.*)'");

    /// More than the largest that is known: that of Microsoft Graph has 30 million.
    private static final int MOST_CHARACTERS = 100_000_000;

    private DocumentReader() {}

    /// A document cannot be read, for a reason that a person can mend.
    public static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;
        private final int line;
        private final int column;

        Unreadable(String sentence) {
            this(sentence, 0, 0);
        }

        Unreadable(String sentence, int line, int column) {
            super(sentence, null, false, false);
            this.line = line;
            this.column = column;
        }

        /// What is wrong, without the place.
        public String sentence() {
            return String.valueOf(getMessage());
        }

        /// The same with the place in the document, if there is one.
        public String placed() {
            return isPlaced()
                    ? "%s (line %d, column %d)".formatted(sentence(), line, column)
                    : sentence();
        }

        public boolean isPlaced() {
            return line > 0;
        }

        /// From 1; 0 where the whole document is meant.
        public int line() {
            return line;
        }

        public int column() {
            return column;
        }
    }

    /// @throws Unreadable when it is no OpenAPI document of a version that is known here
    public static ApiDocument read(Path file) throws Unreadable {
        String text = text(file);
        JsonNode root = tree(file, text);
        if (root.has("swagger")) {
            throw new Unreadable(
                    "is a document of Swagger "
                            + root.path("swagger").asText()
                            + "; convert it to OpenAPI 3");
        }
        if (!root.path("openapi").asText().startsWith("3.")) {
            throw new Unreadable("is no OpenAPI document of version 3.0 or 3.1");
        }
        List<String> broken = References.broken(root);
        if (!broken.isEmpty()) {
            String first = broken.getFirst();
            throw reference(
                    text,
                    first,
                    "refers to '%s'%s, which is not in the document; write all into one file"
                            .formatted(
                                    first,
                                    broken.size() == 1
                                            ? ""
                                            : " and %d other places".formatted(broken.size() - 1)));
        }
        Optional<String> circle = References.circle(root);
        if (circle.isPresent()) {
            throw reference(
                    text,
                    circle.get(),
                    "refers to '%s', which leads back to itself and says nothing; write out what is meant"
                            .formatted(circle.get()));
        }
        return new ApiDocument(root);
    }

    /// Where a reference stands for the first time.
    private static Unreadable reference(String text, String reference, String sentence) {
        Matcher found =
                Pattern.compile("\\$ref[\"']?\\s*:\\s*[\"']?(" + Pattern.quote(reference) + ")")
                        .matcher(text);
        if (!found.find()) {
            return new Unreadable(sentence);
        }
        String before = text.substring(0, found.start(1));
        int line = (int) before.chars().filter(letter -> letter == '\n').count() + 1;
        return new Unreadable(sentence, line, before.length() - before.lastIndexOf('\n'));
    }

    private static String text(Path file) throws Unreadable {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException noText) {
            throw new Unreadable("is not encoded in UTF-8");
        } catch (IOException unreadable) {
            throw new Unreadable("cannot be read");
        }
    }

    private static JsonNode tree(Path file, String text) throws Unreadable {
        try {
            return file.toString().endsWith(".json")
                    ? JSON.readTree(text)
                    : JSON.valueToTree(yaml().load(text));
        } catch (JsonProcessingException broken) {
            JsonLocation at = broken.getLocation();
            String said =
                    firstLine(broken.getOriginalMessage()).replaceAll(" \\(start marker at .*", "");
            Matcher twice = TWICE.matcher(said);
            throw new Unreadable(
                    twice.find()
                            ? "names '%s' twice in one place".formatted(twice.group(1))
                            : "is not JSON: " + said,
                    at == null ? 1 : at.getLineNr(),
                    at == null ? 1 : at.getColumnNr());
        } catch (DuplicateKeyException twice) {
            throw new Unreadable(
                    "names '%s' twice in one place"
                            .formatted(
                                    twice.getProblem().replaceFirst("^found duplicate key ", "")),
                    twice.getProblemMark().getLine() + 1,
                    twice.getProblemMark().getColumn() + 1);
        } catch (MarkedYAMLException broken) {
            Mark at = broken.getProblemMark();
            throw new Unreadable(
                    "is not YAML: " + YamlWords.of(broken),
                    at == null ? 1 : at.getLine() + 1,
                    at == null ? 1 : at.getColumn() + 1);
        } catch (YAMLException broken) {
            throw new Unreadable("is not YAML: " + firstLine(String.valueOf(broken.getMessage())));
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        options.setNestingDepthLimit(200);
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(1_000);
        DumperOptions unused = new DumperOptions();
        return new Yaml(
                new SafeConstructor(options),
                new Representer(unused),
                unused,
                options,
                new WordsAreWords());
    }

    /// Every plain word is text, so that `no` stays the name that it is.
    private static final class WordsAreWords extends Resolver {

        @Override
        protected void addImplicitResolvers() {}

        @Override
        public Tag resolve(NodeId kind, String value, boolean implicit) {
            return switch (kind) {
                case scalar, anchor -> Tag.STR;
                case sequence -> Tag.SEQ;
                case mapping -> Tag.MAP;
            };
        }
    }
}
