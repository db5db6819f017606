package drawbridge.mapping.cel;

import com.google.errorprone.annotations.Immutable;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// CEL as mappings have it: JSON knows one kind of number, and so do its expressions. `7 / 2` is
/// 3.5, `1 + 0.5` is allowed, and `string(45)` is `45`, whatever a system calls an integer.
/// Everything else is as the specification has it (cel.dev, language definition).
final class Dialect {

    /// Longer ones belong into the system that makes the records.
    private static final int LONGEST = 2_000;

    private static final int DEEPEST = 32;
    private static final int MOST_NODES = 500;

    /// All macros of one evaluation together, loops within loops included.
    private static final int MOST_ITERATIONS = 10_000;

    private static final int LONGEST_REGEX = 2_000;

    /// What a double holds of any decimal number.
    private static final MathContext DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);

    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .enableQuotedIdentifierSyntax(true)
                    .maxExpressionCodePointSize(LONGEST)
                    .maxParseRecursionDepth(DEEPEST)
                    .maxParseExpressionNodeCount(MOST_NODES)
                    .maxParseErrorRecoveryLimit(8)
                    .comprehensionMaxIterations(MOST_ITERATIONS)
                    .maxRegexProgramSize(LONGEST_REGEX)
                    .resolveTypeDependencies(false)
                    .build();

    private static final CelType TEXT = SimpleType.STRING;
    private static final CelType WHOLE = SimpleType.INT;
    private static final CelType NUMBER = SimpleType.DOUBLE;
    private static final CelType FLAG = SimpleType.BOOL;
    private static final CelType TIME = SimpleType.TIMESTAMP;
    private static final CelType LENGTH = SimpleType.DURATION;

    static final CelRuntime RUNTIME = runtime();

    private Dialect() {}

    static BigDecimal decimal(double number) {
        BigDecimal rounded = new BigDecimal(number, DIGITS).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }

    static CelCompilerBuilder compiler() {
        return CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(
                        CelStandardDeclarations.newBuilder()
                                .excludeFunctions(
                                        CelStandardDeclarations.StandardFunction.ADD,
                                        CelStandardDeclarations.StandardFunction.SUBTRACT,
                                        CelStandardDeclarations.StandardFunction.MULTIPLY,
                                        CelStandardDeclarations.StandardFunction.DIVIDE,
                                        CelStandardDeclarations.StandardFunction.STRING)
                                .build())
                .addFunctionDeclarations(declarations());
    }

    private static List<CelFunctionDecl> declarations() {
        CelType any = TypeParamType.create("A");
        CelType list = ListType.create(any);
        List<CelOverloadDecl> add = numbers("add");
        add.add(CelOverloadDecl.newGlobalOverload("add_text", TEXT, TEXT, TEXT));
        add.add(CelOverloadDecl.newGlobalOverload("add_lists", list, list, list));
        add.add(CelOverloadDecl.newGlobalOverload("add_later", TIME, TIME, LENGTH));
        List<CelOverloadDecl> subtract = numbers("subtract");
        subtract.add(CelOverloadDecl.newGlobalOverload("subtract_times", LENGTH, TIME, TIME));
        subtract.add(CelOverloadDecl.newGlobalOverload("subtract_earlier", TIME, TIME, LENGTH));
        return List.of(
                CelFunctionDecl.newFunctionDeclaration("_+_", add),
                CelFunctionDecl.newFunctionDeclaration("_-_", subtract),
                CelFunctionDecl.newFunctionDeclaration("_*_", numbers("multiply")),
                CelFunctionDecl.newFunctionDeclaration("_/_", numbers("divide")),
                CelFunctionDecl.newFunctionDeclaration(
                        "string",
                        CelOverloadDecl.newGlobalOverload("text_of_text", TEXT, TEXT),
                        CelOverloadDecl.newGlobalOverload("text_of_number", TEXT, NUMBER),
                        CelOverloadDecl.newGlobalOverload("text_of_whole", TEXT, WHOLE),
                        CelOverloadDecl.newGlobalOverload("text_of_flag", TEXT, FLAG),
                        CelOverloadDecl.newGlobalOverload("text_of_time", TEXT, TIME)),
                // Whether they are equal the runtime knows by itself.
                CelFunctionDecl.newFunctionDeclaration("_==_", mixed("equals")),
                CelFunctionDecl.newFunctionDeclaration("_!=_", mixed("differs")),
                CelFunctionDecl.newFunctionDeclaration(
                        "@in",
                        CelOverloadDecl.newGlobalOverload(
                                "in_whole", FLAG, NUMBER, ListType.create(WHOLE)),
                        CelOverloadDecl.newGlobalOverload(
                                "in_numbers", FLAG, WHOLE, ListType.create(NUMBER))));
    }

    private static List<CelOverloadDecl> numbers(String name) {
        return new ArrayList<>(
                List.of(
                        CelOverloadDecl.newGlobalOverload(name + "_nn", NUMBER, NUMBER, NUMBER),
                        CelOverloadDecl.newGlobalOverload(name + "_nw", NUMBER, NUMBER, WHOLE),
                        CelOverloadDecl.newGlobalOverload(name + "_wn", NUMBER, WHOLE, NUMBER),
                        CelOverloadDecl.newGlobalOverload(name + "_ww", NUMBER, WHOLE, WHOLE)));
    }

    private static List<CelOverloadDecl> mixed(String name) {
        return List.of(
                CelOverloadDecl.newGlobalOverload(name + "_nw", FLAG, NUMBER, WHOLE),
                CelOverloadDecl.newGlobalOverload(name + "_wn", FLAG, WHOLE, NUMBER));
    }

    // ---- At run time

    @Immutable
    private interface Arithmetic {
        double of(double one, double other);
    }

    private static CelRuntime runtime() {
        List<CelFunctionBinding> add = bound("add", Double::sum);
        add.add(
                CelFunctionBinding.from(
                        "add_text", String.class, String.class, (one, other) -> one + other));
        add.add(
                CelFunctionBinding.from(
                        "add_lists", Collection.class, Collection.class, Dialect::joined));
        add.add(CelFunctionBinding.from("add_later", Instant.class, Duration.class, Instant::plus));
        List<CelFunctionBinding> subtract = bound("subtract", (one, other) -> one - other);
        subtract.add(
                CelFunctionBinding.from(
                        "subtract_times",
                        Instant.class,
                        Instant.class,
                        (one, other) -> Duration.between(other, one)));
        subtract.add(
                CelFunctionBinding.from(
                        "subtract_earlier", Instant.class, Duration.class, Instant::minus));
        return CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(OPTIONS)
                .setStandardFunctions(
                        CelStandardFunctions.newBuilder()
                                .excludeFunctions(
                                        CelStandardFunctions.StandardFunction.ADD,
                                        CelStandardFunctions.StandardFunction.SUBTRACT,
                                        CelStandardFunctions.StandardFunction.MULTIPLY,
                                        CelStandardFunctions.StandardFunction.DIVIDE,
                                        CelStandardFunctions.StandardFunction.STRING)
                                .build())
                .addFunctionBindings(CelFunctionBinding.fromOverloads("_+_", add))
                .addFunctionBindings(CelFunctionBinding.fromOverloads("_-_", subtract))
                .addFunctionBindings(
                        CelFunctionBinding.fromOverloads(
                                "_*_", bound("multiply", (one, other) -> one * other)))
                .addFunctionBindings(
                        CelFunctionBinding.fromOverloads("_/_", bound("divide", Dialect::divided)))
                .addFunctionBindings(
                        CelFunctionBinding.fromOverloads(
                                "string",
                                CelFunctionBinding.from("text_of_text", String.class, text -> text),
                                CelFunctionBinding.from(
                                        "text_of_number",
                                        Double.class,
                                        number -> decimal(number).toPlainString()),
                                CelFunctionBinding.from(
                                        "text_of_whole", Long.class, String::valueOf),
                                CelFunctionBinding.from(
                                        "text_of_flag", Boolean.class, String::valueOf),
                                CelFunctionBinding.from(
                                        "text_of_time", Instant.class, Instant::toString)))
                .build();
    }

    private static List<CelFunctionBinding> bound(String name, Arithmetic how) {
        return new ArrayList<>(
                List.of(
                        CelFunctionBinding.from(
                                name + "_nn", Double.class, Double.class, (a, b) -> how.of(a, b)),
                        CelFunctionBinding.from(
                                name + "_nw", Double.class, Long.class, (a, b) -> how.of(a, b)),
                        CelFunctionBinding.from(
                                name + "_wn", Long.class, Double.class, (a, b) -> how.of(a, b)),
                        CelFunctionBinding.from(
                                name + "_ww", Long.class, Long.class, (a, b) -> how.of(a, b))));
    }

    private static double divided(double one, double other) {
        if (other == 0) {
            throw new ArithmeticException("something is divided by 0");
        }
        return one / other;
    }

    private static List<Object> joined(Collection<?> one, Collection<?> other) {
        List<Object> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }
}
