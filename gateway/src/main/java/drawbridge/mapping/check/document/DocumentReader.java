package drawbridge.mapping.check.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
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

/// Reads an OpenAPI document, JSON or YAML.
public final class DocumentReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// More than the largest that is known: that of Microsoft Graph has 30 million.
    private static final int MOST_CHARACTERS = 100_000_000;

    private DocumentReader() {}

    /// A document cannot be read, for a reason that a person can mend.
    public static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        Unreadable(String sentence) {
            super(sentence, null, false, false);
        }

        public String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /// @throws Unreadable when it is no OpenAPI document of a version that is known here
    public static ApiDocument read(Path file) throws Unreadable {
        JsonNode root = tree(file);
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
            throw new Unreadable(
                    "refers to '%s'%s, and that is not in it; write all into one file"
                            .formatted(
                                    broken.getFirst(),
                                    broken.size() == 1
                                            ? ""
                                            : " and %d other places".formatted(broken.size() - 1)));
        }
        return new ApiDocument(root);
    }

    private static JsonNode tree(Path file) throws Unreadable {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException noText) {
            throw new Unreadable("is not encoded in UTF-8");
        } catch (IOException unreadable) {
            throw new Unreadable("cannot be read");
        }
        try {
            return file.toString().endsWith(".json")
                    ? JSON.readTree(text)
                    : JSON.valueToTree(yaml().load(text));
        } catch (JsonProcessingException broken) {
            throw new Unreadable(
                    "is not JSON: line %d, column %d: %s"
                            .formatted(
                                    broken.getLocation() == null
                                            ? 1
                                            : broken.getLocation().getLineNr(),
                                    broken.getLocation() == null
                                            ? 1
                                            : broken.getLocation().getColumnNr(),
                                    firstLine(broken.getOriginalMessage())));
        } catch (MarkedYAMLException broken) {
            throw new Unreadable(
                    "is not YAML: line %d, column %d: %s"
                            .formatted(
                                    broken.getProblemMark() == null
                                            ? 1
                                            : broken.getProblemMark().getLine() + 1,
                                    broken.getProblemMark() == null
                                            ? 1
                                            : broken.getProblemMark().getColumn() + 1,
                                    broken.getProblem()));
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
