package drawbridge.mapping.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;

import drawbridge.mapping.Pointer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tells in the words of mappings what CEL's compiler found.
record Faults(Expression.Scope scope, String text) {

    private static final Pattern FIELD = Pattern.compile("undefined field '([^']*)'.*");
    private static final Pattern NAME =
            Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern OVERLOAD =
            Pattern.compile(
                    "found no matching overload for '([^']*)' applied to '\\((.*)\\)'.*"
                            + "\\(candidates.*",
                    Pattern.DOTALL);
    private static final String EVALUATING = "evaluation error at [^ ]*: ?";

    List<Fault> syntax(List<CelIssue> issues) {
        List<Fault> faults = new ArrayList<>();
        for (CelIssue issue : issues) {
            faults.add(fault(issue, sentence(issue.getMessage())));
            // What follows a mistake of grammar is guesswork.
            break;
        }
        return faults;
    }

    private String sentence(String message) {
        if (message.contains("'<EOF>'") && message.startsWith("mismatched input '<EOF>'")) {
            return "the expression ends too early";
        }
        return "this is not CEL: "
                + message.split(" expecting ", 2)[0].lines().findFirst().orElse("");
    }

    List<Fault> types(CelAbstractSyntaxTree tree, List<CelIssue> issues) {
        List<Fault> faults = new ArrayList<>();
        for (CelIssue issue : issues) {
            // Nothing is known about what follows from a mistake that is told already.
            if (!issue.getMessage().contains("*error*")) {
                faults.add(type(tree, issue));
            }
        }
        return faults.isEmpty()
                ? List.of(new Fault(0, 0, "this is not CEL: " + issues.getFirst().getMessage()))
                : faults;
    }

    private Fault type(CelAbstractSyntaxTree tree, CelIssue issue) {
        Matcher field = FIELD.matcher(issue.getMessage());
        if (field.matches()) {
            return field(tree, issue, field.group(1));
        }
        Matcher name = NAME.matcher(issue.getMessage());
        if (name.matches()) {
            TreeSet<String> known = new TreeSet<>(scope.records().keySet());
            if (scope.isDated()) {
                known.add(Expression.CHANGED);
            }
            boolean isCalled = text.contains(name.group(1) + "(");
            return new Fault(
                    line(issue),
                    column(issue),
                    isCalled
                            ? "there is no function '" + name.group(1) + "'"
                            : "there is no variable '" + name.group(1) + "'",
                    isCalled ? "" : name.group(1),
                    List.copyOf(known));
        }
        Matcher overload = OVERLOAD.matcher(issue.getMessage());
        if (overload.matches()) {
            return fault(
                    issue,
                    "'%s' takes no %s"
                            .formatted(
                                    plain(overload.group(1)),
                                    String.join(" with ", kinds(overload.group(2)))));
        }
        return fault(issue, "this is not CEL: " + issue.getMessage());
    }

    private Fault field(CelAbstractSyntaxTree tree, CelIssue issue, String name) {
        Optional<Paths.Path> place =
                CelNavigableAst.fromAst(tree)
                        .getRoot()
                        .allNodes()
                        .filter(node -> node.id() == issue.getExprId())
                        .findFirst()
                        .map(node -> node.expr())
                        .flatMap(Paths::path);
        List<String> known = place.map(path -> members(path)).orElse(List.of());
        String where =
                place.map(
                                path ->
                                        path.variable()
                                                + path.at().steps().stream()
                                                        .limit(path.at().steps().size() - 1L)
                                                        .map(step -> "." + step)
                                                        .reduce("", String::concat))
                        .orElse("the record");
        // The place is that of the dot.
        return new Fault(
                line(issue), column(issue) + 1, where + " has no '" + name + "'", name, known);
    }

    private List<String> members(Paths.Path path) {
        RecordType root = scope.records().get(path.variable());
        List<String> steps = path.at().steps();
        if (root == null || steps.isEmpty()) {
            return List.of();
        }
        return root.at(new Pointer(steps.subList(0, steps.size() - 1)))
                .filter(RecordType.Members.class::isInstance)
                .map(RecordType.Members.class::cast)
                .map(members -> List.copyOf(new TreeSet<>(members.names())))
                .orElse(List.of());
    }

    Fault result(CelType type, Wanted wanted) {
        return new Fault(
                0, 0, "this is to be " + wanted.words() + ", and it is " + kind(type.name()));
    }

    static String atRunTime(CelEvaluationException failure) {
        String message = String.valueOf(failure.getMessage()).replaceFirst(EVALUATING, "");
        return switch (failure.getErrorCode()) {
            case ATTRIBUTE_NOT_FOUND -> {
                Matcher key = Pattern.compile("key '([^']*)' is not present.*").matcher(message);
                yield key.matches()
                        ? "there is no '" + key.group(1) + "'; ask has(…) first"
                        : "a member is asked of what is no object";
            }
            case OVERLOAD_NOT_FOUND ->
                    "a value is nothing, or of another kind than it takes ("
                            + plain(message.replaceFirst("(?s).*function '([^']*)'.*", "$1"))
                            + ")";
            case ITERATION_BUDGET_EXCEEDED -> "it goes through too many items";
            default ->
                    failure.getCause() instanceof ArithmeticException noNumber
                            ? String.valueOf(noNumber.getMessage())
                            : message.isEmpty() ? "it is not defined here" : message;
        };
    }

    // ---- Words

    private static Fault fault(CelIssue issue, String sentence) {
        return new Fault(line(issue), column(issue), sentence);
    }

    private static int line(CelIssue issue) {
        return Math.max(0, issue.getSourceLocation().getLine() - 1);
    }

    private static int column(CelIssue issue) {
        return Math.max(0, issue.getSourceLocation().getColumn());
    }

    private static String plain(String function) {
        return function.replace("_", "").replace("@", "");
    }

    private static List<String> kinds(String types) {
        List<String> kinds = new ArrayList<>();
        int depth = 0;
        StringBuilder one = new StringBuilder();
        for (char sign : (types + ",").toCharArray()) {
            if (sign == ',' && depth == 0) {
                kinds.add(kind(one.toString().strip()));
                one.setLength(0);
            } else {
                depth += sign == '(' ? 1 : sign == ')' ? -1 : 0;
                one.append(sign);
            }
        }
        return kinds;
    }

    private static String kind(String type) {
        String plain = type.startsWith("wrapper(") ? type.substring(8, type.length() - 1) : type;
        return switch (plain) {
            case "string" -> "text";
            case "double", "int", "uint" -> "a number";
            case "bool" -> "true or false";
            case "google.protobuf.Timestamp" -> "a time";
            case "google.protobuf.Duration" -> "a length of time";
            case "null_type", "null" -> "nothing";
            case "dyn" -> "anything";
            default ->
                    plain.startsWith("list")
                            ? "a list"
                            : plain.startsWith("map") ? "a map" : "an object";
        };
    }
}
