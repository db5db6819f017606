package drawbridge.sandbox.judge;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/// Gives every test that asks for it the same run, which is played once for all of them, also if it
/// fails.
final class OneFinishedRun implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(FinishedRun.class);
    }

    @Override
    public FinishedRun resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(FinishedRun.class))
                .computeIfAbsent(FinishedRun.class, _ -> Played.once(), Played.class)
                .run();
    }

    /// @param finished empty if it could not be played
    private record Played(Optional<FinishedRun> finished, Optional<Exception> failed)
            implements AutoCloseable {

        static Played once() {
            try {
                return new Played(Optional.of(FinishedRun.play()), Optional.empty());
            } catch (Exception failed) {
                return new Played(Optional.empty(), Optional.of(failed));
            }
        }

        FinishedRun run() {
            return finished.orElseThrow(
                    () ->
                            new IllegalStateException(
                                    "The run could not be played.", failed.orElseThrow()));
        }

        @Override
        public void close() throws IOException, SQLException {
            if (finished.isPresent()) {
                finished.get().close();
            }
        }
    }
}
