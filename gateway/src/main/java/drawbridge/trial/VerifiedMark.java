package drawbridge.trial;

import drawbridge.platform.StartFailure;
import drawbridge.trial.AllTrials.Result;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.representer.Representer;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes into a system's file which of its operations were seen to work, and when. Nothing else in
/// the file moves: lines, comments and blanks stay as they are.
final class VerifiedMark {

    private static final String KEY = "verified";
    private static final int WIDTH = 110;

    /// Behind the first of these that the file has; each file has the last one.
    private static final List<String> BEHIND = List.of("openapi", "documentation", "system");

    private VerifiedMark() {}

    /// @param mock whether a mock of the document answered, and not the system
    /// @throws StartFailure when the file cannot be written
    static void write(Path file, LocalDate on, String tenant, boolean mock, List<Result> results)
            throws StartFailure {
        try {
            String text = Files.readString(file);
            String marked = mark(text, block(on, tenant, mock, results));
            Path beside = file.resolveSibling("." + file.getFileName() + ".new");
            Files.writeString(beside, marked);
            var _ = Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new StartFailure(
                    "'verified' cannot be written into %s: %s."
                            .formatted(file, unwritable.getMessage()));
        }
    }

    /// `text` with these lines in place of what it says of `verified`, or else near its beginning.
    static String mark(String text, List<String> block) {
        String end = text.contains("\r\n") ? "\r\n" : "\n";
        List<String> lines = new ArrayList<>(List.of(text.split("\r?\n", -1)));
        MappingNode root = root(text);
        Optional<NodeTuple> old = tuple(root, KEY);
        if (old.isPresent()) {
            int first = old.get().getKeyNode().getStartMark().getLine();
            int last = lastLine(old.get().getValueNode());
            lines.subList(first, last + 1).clear();
            lines.addAll(first, block);
        } else {
            NodeTuple before =
                    BEHIND.stream()
                            .flatMap(key -> tuple(root, key).stream())
                            .findFirst()
                            .orElseThrow();
            lines.addAll(lastLine(before.getValueNode()) + 1, block);
        }
        return String.join(end, lines);
    }

    static List<String> block(LocalDate on, String tenant, boolean mock, List<Result> results) {
        List<String> lines = new ArrayList<>();
        lines.add(KEY + ":");
        lines.add("  on: " + on);
        lines.add("  tenant: " + tenant);
        if (mock) {
            lines.add("  against: mock");
        }
        List<String> works = new ArrayList<>();
        List<String> departs = new ArrayList<>();
        List<String> fails = new ArrayList<>();
        List<String> untried = new ArrayList<>();
        for (Result result : results) {
            switch (result) {
                case Result.Tried(Attempt attempt) ->
                        (attempt.good() ? works : attempt.worked() ? departs : fails)
                                .add(attempt.name());
                case Result.Untried(String name, String _) -> untried.add(name);
            }
        }
        list("works", works, lines);
        list("departs", departs, lines);
        list("fails", fails, lines);
        list("untried", untried, lines);
        return lines;
    }

    private static void list(String key, List<String> names, List<String> lines) {
        if (names.isEmpty()) {
            return;
        }
        StringBuilder line = new StringBuilder("  " + key + ": [");
        for (int i = 0; i < names.size(); i++) {
            String item = names.get(i) + (i < names.size() - 1 ? "," : "]");
            boolean first = line.charAt(line.length() - 1) == '[';
            if (!first && line.length() + 1 + item.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
                line.append("    ").append(item);
            } else {
                line.append(first ? "" : " ").append(item);
            }
        }
        lines.add(line.toString());
    }

    private static MappingNode root(String text) {
        LoaderOptions options = new LoaderOptions();
        DumperOptions unused = new DumperOptions();
        Node node =
                new Yaml(new SafeConstructor(options), new Representer(unused), unused, options)
                        .compose(new StringReader(text));
        if (node instanceof MappingNode root) {
            return root;
        }
        throw new IllegalStateException("a system's file that was read has keys");
    }

    private static Optional<NodeTuple> tuple(MappingNode root, String key) {
        return root.getValue().stream()
                .filter(
                        tuple ->
                                tuple.getKeyNode() instanceof ScalarNode name
                                        && name.getValue().equals(key))
                .findFirst();
    }

    /// The end of a block is said to be where the next key begins, past all comments; that of what
    /// stands in it is not.
    private static int lastLine(Node node) {
        if (node instanceof CollectionNode<?> all
                && all.getFlowStyle() != DumperOptions.FlowStyle.FLOW
                && !all.getValue().isEmpty()) {
            Object last = all.getValue().getLast();
            return lastLine(last instanceof NodeTuple tuple ? tuple.getValueNode() : (Node) last);
        }
        Mark end = node.getEndMark();
        return end.getColumn() == 0 && end.getLine() > node.getStartMark().getLine()
                ? end.getLine() - 1
                : end.getLine();
    }
}
