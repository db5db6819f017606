package drawbridge.mapping.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.Value;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An expression of a mapping, compiled once: asks the records of one side something, and answers
/// with a value or a sentence. It never throws for content, whatever the records hold; it takes no
/// longer than the bounds of [Dialect] allow; and equal records get equal answers.
///
/// Two of the same text are equal: what is known about records changes no answer.
public final class Expression {

    /// The variable that says when the record changed last, as its system tells it.
    public static final String CHANGED = "changed";

    private final String text;
    private final Wanted wanted;
    private final Paths paths;
    private final CelRuntime.Program program;

    private Expression(String text, Wanted wanted, Paths paths, CelRuntime.Program program) {
        this.text = text;
        this.wanted = wanted;
        this.paths = paths;
        this.program = program;
    }

    /// What became of a text.
    public sealed interface Compiled {}

    public record Good(Expression expression) implements Compiled {}

    /// @param faults at least one
    public record Faulty(List<Fault> faults) implements Compiled {

        public Faulty {
            faults = List.copyOf(faults);
        }
    }

    /// What came out.
    public sealed interface Answer {

        record Of(Value value) implements Answer {}

        /// A record, or the part of it that is needed, was never read.
        record Unknown() implements Answer {}

        record Failed(String sentence) implements Answer {}
    }

    /// What may be asked, as far as it is known.
    ///
    /// @param records by the names of their variables
    /// @param isDated whether the system tells when a record changed
    public record Scope(Map<String, RecordType> records, boolean isDated) {

        public Scope {
            records = Map.copyOf(records);
        }
    }

    /// The records that are asked.
    ///
    /// @param records by the names of their variables; one that is not there was never read
    /// @param lenient the variables whose absent members count as null
    /// @param changed when the record changed, where that is told
    public record Facts(
            Map<String, Value.Obj> records, Set<String> lenient, Optional<Instant> changed) {

        public Facts {
            records = Map.copyOf(records);
            lenient = Set.copyOf(lenient);
        }
    }

    public static Compiled compile(String text, Scope scope, Wanted wanted) {
        Types types = new Types();
        CelCompilerBuilder builder = Dialect.compiler().setTypeProvider(types);
        scope.records().forEach((name, type) -> builder.addVar(name, types.of("." + name, type)));
        if (scope.isDated()) {
            builder.addVar(CHANGED, SimpleType.TIMESTAMP);
        }
        CelCompiler compiler = builder.build();
        Faults faults = new Faults(scope, text);
        CelValidationResult parsed = compiler.parse(text);
        if (parsed.hasError()) {
            return new Faulty(faults.syntax(parsed.getErrors()));
        }
        try {
            CelValidationResult checked = compiler.check(parsed.getAst());
            if (checked.hasError()) {
                return new Faulty(faults.types(parsed.getAst(), checked.getErrors()));
            }
            CelAbstractSyntaxTree tree = checked.getAst();
            if (!wanted.takes(tree.getResultType())) {
                return new Faulty(List.of(faults.result(tree.getResultType(), wanted)));
            }
            return new Good(
                    new Expression(
                            text,
                            wanted,
                            Paths.of(tree, names(scope)),
                            Dialect.RUNTIME.createProgram(tree)));
        } catch (CelValidationException | CelEvaluationException impossible) {
            return new Faulty(
                    List.of(new Fault(0, 0, "this is not CEL: " + impossible.getMessage())));
        }
    }

    private static Set<String> names(Scope scope) {
        Set<String> names = new LinkedHashSet<>(scope.records().keySet());
        if (scope.isDated()) {
            names.add(CHANGED);
        }
        return names;
    }

    /// The variables that it names.
    public Set<String> variables() {
        Set<String> variables = new LinkedHashSet<>(paths.whole());
        paths.named().forEach(path -> variables.add(path.variable()));
        paths.asked().forEach(path -> variables.add(path.variable()));
        return variables;
    }

    /// The places that it names in a variable.
    public Set<Pointer> places(String variable) {
        Set<Pointer> places = new LinkedHashSet<>();
        paths.named().stream()
                .filter(path -> path.variable().equals(variable))
                .forEach(path -> places.add(path.at()));
        paths.asked().stream()
                .filter(path -> path.variable().equals(variable))
                .forEach(path -> places.add(path.at()));
        return places;
    }

    /// The members of `record` that it needs and that are not there.
    public List<Pointer> missing(String variable, Value.Obj record) {
        return paths.named().stream()
                .filter(path -> path.variable().equals(variable))
                .map(Paths.Path::at)
                .filter(at -> at.find(record).isEmpty() && !Natives.isGoneWithItsParent(at, record))
                .toList();
    }

    public Answer ask(Facts facts) {
        Map<String, Object> variables = new HashMap<>();
        for (String variable : variables()) {
            if (variable.equals(CHANGED)) {
                continue;
            }
            Value.Obj record = facts.records().get(variable);
            if (record == null) {
                return new Answer.Unknown();
            }
            Value.Obj whole = record;
            for (Paths.Path path : paths.named()) {
                if (path.variable().equals(variable) && path.at().find(record).isEmpty()) {
                    if (!facts.lenient().contains(variable)
                            && !Natives.isGoneWithItsParent(path.at(), record)) {
                        return new Answer.Unknown();
                    }
                    whole = path.at().put(whole, Value.NULL);
                }
            }
            variables.put(variable, Natives.members(whole, tops(variable)));
        }
        if (variables().contains(CHANGED)) {
            if (facts.changed().isEmpty()) {
                return failed("its system does not say when it changed");
            }
            variables.put(CHANGED, facts.changed().get());
        }
        return evaluated(variables);
    }

    /// The members of the record that are needed at all; empty for each of them.
    private Set<String> tops(String variable) {
        Set<String> tops = new LinkedHashSet<>();
        if (!paths.whole().contains(variable)) {
            places(variable).forEach(at -> tops.add(at.steps().getFirst()));
        }
        return tops;
    }

    private Answer evaluated(Map<String, Object> variables) {
        try {
            return Natives.value(program.eval(variables))
                    .<Answer>map(Answer.Of::new)
                    .orElseGet(() -> failed("it yields something that no field holds"));
        } catch (CelEvaluationException failure) {
            return failed(Faults.atRunTime(failure));
        } catch (RuntimeException unforeseen) {
            // Whatever a library makes of a record of strangers, other records must go on.
            return failed(String.valueOf(unforeseen.getMessage()));
        }
    }

    private Answer.Failed failed(String why) {
        return new Answer.Failed("'" + text + "' cannot be worked out for this record: " + why);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Expression that
                && text.equals(that.text)
                && wanted == that.wanted
                && paths.equals(that.paths);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
