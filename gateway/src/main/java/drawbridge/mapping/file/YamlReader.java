package drawbridge.mapping.file;

import drawbridge.mapping.Value;
import drawbridge.mapping.file.Yaml.Place;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads a YAML file with the place of each part.
///
/// Plain words mean what YAML 1.2 says: `no` is a word and no falsehood, `2026-03-01` is text.
/// Tags, anchors and aliases are refused: a mapping reads from top to bottom.
final class YamlReader {

    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?");

    private final String file;
    private final Problems problems;
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private YamlReader(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /// The file's document; empty when it is no YAML or says nothing, which is then a problem.
    static Optional<Yaml> read(String file, String text, Problems problems) {
        return new YamlReader(file, problems).read(text);
    }

    private Optional<Yaml> read(String text) {
        try {
            Node root = composer().compose(new StringReader(text));
            if (root == null) {
                problems.add(new Place(file, 1, 1), "the file is empty");
                return Optional.empty();
            }
            return Optional.of(convert(root));
        } catch (MarkedYAMLException broken) {
            Mark mark = broken.getProblemMark();
            problems.add(
                    mark == null ? new Place(file, 1, 1) : place(mark),
                    "this is not YAML: " + YamlWords.of(broken));
            return Optional.empty();
        } catch (YAMLException broken) {
            problems.add(
                    new Place(file, 1, 1),
                    "this is not YAML: "
                            + String.valueOf(broken.getMessage()).lines().findFirst().orElse(""));
            return Optional.empty();
        }
    }

    private static org.yaml.snakeyaml.Yaml composer() {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(30);
        DumperOptions unused = new DumperOptions();
        return new org.yaml.snakeyaml.Yaml(
                new SafeConstructor(options),
                new Representer(unused),
                unused,
                options,
                new NothingImplied());
    }

    private Yaml convert(Node node) {
        Place at = place(node.getStartMark());
        boolean isAlias = !seen.add(node);
        if (isAlias || node.getAnchor() != null) {
            problems.add(at, "anchors and aliases are not read here; write the value out");
        }
        if (isAlias) {
            return new Yaml.Scalar(at, Value.NULL, 0);
        }
        if (!List.of(Tag.STR, Tag.SEQ, Tag.MAP).contains(node.getTag())) {
            problems.add(at, "tags such as '" + node.getTag() + "' are not read here");
        }
        return switch (node) {
            case ScalarNode scalar -> new Yaml.Scalar(at, scalar(scalar), inset(scalar));
            case SequenceNode sequence -> {
                List<Yaml> items = new ArrayList<>();
                sequence.getValue().forEach(item -> items.add(convert(item)));
                yield new Yaml.Items(at, items);
            }
            case MappingNode mapping -> entries(mapping, at);
            default -> throw new IllegalStateException("unknown YAML node " + node.getNodeId());
        };
    }

    private Yaml entries(MappingNode mapping, Place at) {
        LinkedHashMap<String, Yaml.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place key = place(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
                problems.add(key, "a key must be a word");
                continue;
            }
            Yaml.Entry entry = new Yaml.Entry(key, convert(tuple.getValueNode()));
            Yaml.Entry first = entries.putIfAbsent(name.getValue(), entry);
            if (first != null) {
                problems.add(
                        key,
                        "the key '%s' stands already in line %d"
                                .formatted(name.getValue(), first.key().line()));
            }
        }
        return new Yaml.Entries(at, entries);
    }

    private static int inset(ScalarNode node) {
        boolean isSpread = node.getStartMark().getLine() != node.getEndMark().getLine();
        return isSpread ? -1 : node.isPlain() ? 0 : 1;
    }

    private static Value scalar(ScalarNode node) {
        String text = node.getValue();
        if (!node.isPlain()) {
            return Value.of(text);
        }
        return switch (text) {
            case "", "~", "null" -> Value.NULL;
            case "true" -> Value.of(true);
            case "false" -> Value.of(false);
            default ->
                    NUMBER.matcher(text).matches()
                            ? new Value.Num(new BigDecimal(text))
                            : Value.of(text);
        };
    }

    private Place place(Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /// Leaves the meaning of plain words to [#scalar]; a tag that is still there was written.
    private static final class NothingImplied extends Resolver {

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
