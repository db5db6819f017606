package drawbridge.console;

import drawbridge.console.client.BadAddress;
import drawbridge.console.client.GatewayAddress;
import drawbridge.console.client.HttpLine;
import drawbridge.console.client.Token;
import drawbridge.console.command.PlainCommand;
import drawbridge.console.command.Release;
import drawbridge.console.shell.FxPulse;

import javafx.application.Platform;
import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The command line of the console. It is read before JavaFX starts, so that help, version and
/// wrong flags need no display.
@Command(
        name = "drawbridge console",
        description = "Opens the operations console.",
        versionProvider = Release.class,
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ConsoleApp implements Callable<Integer> {

    private static final int CANNOT_START = 1;
    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    /// What can be chosen for `--theme`.
    enum Theme {
        light,
        dark
    }

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            description =
                    "Address of the gateway's ops port, such as " + GatewayAddress.USUAL + ".")
    private @Nullable String gateway;

    @Option(
            names = "--token-file",
            paramLabel = "F",
            description = "File that holds the token; with --gateway the console connects at once.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--theme",
            paramLabel = "light|dark",
            description = "Colours to start with: light (default) or dark.")
    private @Nullable Theme theme;

    @Option(
            names = "--selftest",
            paramLabel = "DIR",
            description = "Opens each screen without a display, writes its picture to DIR, ends.")
    private @Nullable Path selfTest;

    /// Starts the console.
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return PlainCommand.of(new ConsoleApp())
                .setExecutionExceptionHandler(
                        (failure, line, _) -> {
                            if (failure instanceof PlainFailure plain) {
                                line.getErr().println(plain.sentence());
                                return CANNOT_START;
                            }
                            return PlainCommand.failed(failure, line);
                        });
    }

    @Override
    public Integer call() {
        Optional<Token> token = token();
        address();
        if (selfTest != null) {
            Display.headless();
        } else {
            Display.require(System.getenv());
        }
        var end = new CompletableFuture<String>();
        try (var io = Executors.newVirtualThreadPerTaskExecutor()) {
            start(() -> open(token, io, end));
            String said = end.join();
            if (!said.isEmpty() && spec != null) {
                spec.commandLine().getOut().println(said);
            }
            return 0;
        } catch (CompletionException e) {
            if (e.getCause() instanceof PlainFailure plain) {
                throw plain;
            }
            throw e;
        }
    }

    /// Starts JavaFX. Where the display is named but cannot be opened, it never comes back and says
    /// nothing: hence the limit.
    private static void start(Runnable open) {
        var started = new CompletableFuture<@Nullable Void>();
        Platform.setImplicitExit(false);
        Thread.ofPlatform()
                .daemon()
                .name("start of JavaFX")
                .start(
                        () -> {
                            try {
                                Platform.startup(() -> started.complete(null));
                            } catch (RuntimeException e) {
                                started.completeExceptionally(e);
                            }
                        });
        try {
            started.get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlainFailure("The start was interrupted.");
        } catch (ExecutionException | TimeoutException e) {
            throw new PlainFailure(
                    "The display %s cannot be opened. Start the console on a desktop, or use"
                                    .formatted(System.getenv("DISPLAY"))
                            + " --selftest DIR for pictures of it.");
        }
        Platform.runLater(open);
    }

    private void open(Optional<Token> token, ExecutorService io, CompletableFuture<String> end) {
        var stage = new Stage();
        var window =
                new ConsoleWindow(
                        HttpLine::new, io, Platform::runLater, Clock.systemUTC(), new FxPulse());
        window.dark().set(theme == Theme.dark);
        if (gateway != null) {
            window.connection().addressProperty().set(gateway);
        }
        token.ifPresent(known -> window.connection().tokenProperty().set(known.secret()));
        boolean connects = gateway != null && token.isPresent();
        if (connects) {
            window.connection().connect();
        }
        if (selfTest == null) {
            var _ = window.show(stage);
            stage.setOnHidden(
                    _ -> {
                        window.close();
                        end.complete("");
                    });
        } else {
            var scene = window.show(stage, 1000, 760);
            List<Boolean> themes =
                    theme == null ? List.of(false, true) : List.of(theme == Theme.dark);
            var _ =
                    new SelfTest(window, scene, selfTest, themes)
                            .run(connects)
                            .whenComplete(
                                    (said, failure) -> {
                                        window.close();
                                        if (failure != null) {
                                            end.completeExceptionally(failure);
                                        } else {
                                            end.complete(said);
                                        }
                                    });
        }
    }

    /// Tells a wrong address to whoever typed it, and not on a screen that nobody may look at.
    private void address() {
        if (gateway == null) {
            return;
        }
        try {
            var _ = GatewayAddress.parse(gateway);
        } catch (BadAddress wrong) {
            throw new PlainFailure("--gateway %s: %s".formatted(gateway, wrong.sentence()));
        }
    }

    private Optional<Token> token() {
        if (tokenFile == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Token.from(tokenFile));
        } catch (NoSuchFileException e) {
            throw new PlainFailure("There is no token file %s.".formatted(tokenFile));
        } catch (IOException e) {
            throw new PlainFailure("The token file %s cannot be read.".formatted(tokenFile));
        } catch (IllegalArgumentException e) {
            throw new PlainFailure("%s: %s".formatted(tokenFile, e.getMessage()));
        }
    }
}
