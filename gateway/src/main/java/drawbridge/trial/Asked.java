package drawbridge.trial;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.Value;
import drawbridge.mapping.file.Nearest;
import drawbridge.platform.StartFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is to be done with a resource, as it stands on the command line.
sealed interface Asked {

    List<String> ACTIONS = List.of("read", "list", "create", "update", "delete");

    record One(String id) implements Asked {}

    record Rows() implements Asked {}

    record Make(Value.Obj body) implements Asked {}

    record Change(String id, Value.Obj patch) implements Asked {}

    record Take(String id) implements Asked {}

    default boolean writes() {
        return switch (this) {
            case One _, Rows _ -> false;
            case Make _, Change _, Take _ -> true;
        };
    }

    /// @param words system, resource, action and what belongs to it
    /// @param here where files are looked for; `-` is standard input
    /// @throws StartFailure when there is no such action, or its words are not those it takes
    static Asked of(List<String> words, Path here) throws StartFailure {
        String action = words.get(2);
        List<String> arguments = words.subList(3, words.size());
        List<String> wanted =
                switch (action) {
                    case "read", "delete" -> List.of("ID");
                    case "list" -> List.of();
                    case "create" -> List.of("FILE");
                    case "update" -> List.of("ID", "FILE");
                    default ->
                            throw new StartFailure(
                                    "'%s' is nothing that can be done with a resource%s There are: %s."
                                            .formatted(
                                                    action,
                                                    Chosen.end(Nearest.hint(action, ACTIONS)),
                                                    String.join(", ", ACTIONS)));
                };
        if (arguments.size() != wanted.size()) {
            throw new StartFailure(
                    "%s takes %s: drawbridge try %s %s %s"
                            .formatted(
                                    action,
                                    wanted.isEmpty() ? "nothing" : String.join(" and ", wanted),
                                    words.get(0),
                                    words.get(1),
                                    Stream.concat(Stream.of(action), wanted.stream())
                                            .collect(Collectors.joining(" "))));
        }
        return switch (action) {
            case "read" -> new One(arguments.getFirst());
            case "list" -> new Rows();
            case "create" -> new Make(body(here, arguments.getFirst()));
            case "update" -> new Change(arguments.getFirst(), body(here, arguments.get(1)));
            default -> new Take(arguments.getFirst());
        };
    }

    private static Value.Obj body(Path here, String file) throws StartFailure {
        byte[] bytes;
        try {
            bytes =
                    file.equals("-")
                            ? System.in.readAllBytes()
                            : Files.readAllBytes(here.resolve(file));
        } catch (IOException unreadable) {
            throw new StartFailure(
                    "The file '%s' cannot be read. It is to hold the record as JSON."
                            .formatted(file));
        }
        try {
            if (JsonText.parse(bytes) instanceof Value.Obj object) {
                return object;
            }
        } catch (JsonText.Malformed wrong) {
            throw new StartFailure("%s: %s".formatted(file, wrong.getMessage()));
        }
        throw new StartFailure("%s holds JSON, but no object: a record is one.".formatted(file));
    }
}
