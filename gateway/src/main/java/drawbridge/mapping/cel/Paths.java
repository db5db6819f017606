package drawbridge.mapping.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;

import drawbridge.mapping.Pointer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The places of a record that an expression names.
///
/// @param asked by `has(…)`: they may be absent
/// @param named by anything else: without them nothing can be worked out
/// @param whole the variables that stand alone somewhere
record Paths(Set<Path> asked, Set<Path> named, Set<String> whole) {

    /// @param variable in which it lies
    record Path(String variable, Pointer at) {}

    Paths {
        asked = Set.copyOf(asked);
        named = Collections.unmodifiableSet(new LinkedHashSet<>(named));
        whole = Set.copyOf(whole);
    }

    static Paths of(CelAbstractSyntaxTree tree, Set<String> variables) {
        Set<Path> asked = new LinkedHashSet<>();
        Set<Path> named = new LinkedHashSet<>();
        Set<String> whole = new LinkedHashSet<>();
        CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .forEach(
                        node -> {
                            boolean inside =
                                    node.parent().filter(over -> leads(over, node)).isPresent();
                            if (inside) {
                                return;
                            }
                            path(node.expr())
                                    .filter(path -> variables.contains(path.variable()))
                                    .ifPresent(
                                            path -> {
                                                if (path.at().steps().isEmpty()) {
                                                    whole.add(path.variable());
                                                } else if (isAsked(node.expr())) {
                                                    asked.add(path);
                                                } else {
                                                    named.add(path);
                                                }
                                            });
                        });
        named.removeAll(asked);
        return new Paths(asked, named, whole);
    }

    private static boolean isAsked(CelExpr expr) {
        return expr.getKind() == ExprKind.Kind.SELECT && expr.select().testOnly();
    }

    /// Whether `over` is a member of what `node` is.
    private static boolean leads(CelNavigableExpr over, CelNavigableExpr node) {
        CelExpr expr = over.expr();
        return switch (expr.getKind()) {
            case SELECT -> expr.select().operand().id() == node.id();
            case CALL -> step(expr).isPresent() && expr.call().args().getFirst().id() == node.id();
            default -> false;
        };
    }

    /// The place that an expression names; empty where it names none.
    static Optional<Path> path(CelExpr expr) {
        List<String> steps = new ArrayList<>();
        CelExpr here = expr;
        while (true) {
            switch (here.getKind()) {
                case IDENT -> {
                    return Optional.of(
                            new Path(here.ident().name(), new Pointer(steps.reversed())));
                }
                case SELECT -> {
                    steps.add(here.select().field());
                    here = here.select().operand();
                }
                case CALL -> {
                    Optional<String> step = step(here);
                    if (step.isEmpty()) {
                        return Optional.empty();
                    }
                    steps.add(step.get());
                    here = here.call().args().getFirst();
                }
                default -> {
                    return Optional.empty();
                }
            }
        }
    }

    /// The name in `record['name']`.
    private static Optional<String> step(CelExpr expr) {
        return expr.getKind() == ExprKind.Kind.CALL
                        && expr.call().function().equals("_[_]")
                        && expr.call().args().get(1).getKind() == ExprKind.Kind.CONSTANT
                        && expr.call().args().get(1).constant().getKind()
                                == CelConstant.Kind.STRING_VALUE
                ? Optional.of(expr.call().args().get(1).constant().stringValue())
                : Optional.empty();
    }
}
