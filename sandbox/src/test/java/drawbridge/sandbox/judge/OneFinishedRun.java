package drawbridge.sandbox.judge;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives every test that asks for it the same run, which is played once for all of them.
final class OneFinishedRun implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(FinishedRun.class);
    }

    @Override
    public FinishedRun resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(FinishedRun.class))
                .computeIfAbsent(FinishedRun.class, _ -> played(), FinishedRun.class);
    }

    private static FinishedRun played() {
        try {
            return FinishedRun.play();
        } catch (Exception failed) {
            throw new IllegalStateException("The run could not be played.", failed);
        }
    }
}
