package drawbridge.console.command;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.Console;
import java.util.Optional;
import java.util.concurrent.Callable;

/// A command whose failures are sentences on standard error: what is wrong and how to mend it, with
/// neither a stack trace nor a page of options around it.
public final class PlainCommand {

    private static final int FAILED = 1;

    /// Of a help text that no terminal shows.
    private static final int WIDTH = 100;

    private PlainCommand() {}

    public static CommandLine of(Callable<Integer> command) {
        return new CommandLine(command)
                .setUsageHelpWidth(WIDTH)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((wrong, _) -> misused(wrong))
                .setExecutionExceptionHandler((failure, line, _) -> failed(failure, line));
    }

    /// Whether a person reads what is printed in a terminal.
    public static boolean isTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    /// How wide a line may be. Nothing is broken up for a program that reads it.
    public static int width(CommandSpec spec, boolean terminal) {
        return terminal ? spec.usageMessage().autoWidth(true).width() : Integer.MAX_VALUE;
    }

    private static int misused(ParameterException wrong) {
        var line = wrong.getCommandLine();
        var told = line.getErr();
        told.println(wrong.getMessage());
        boolean _ = UnmatchedArgumentException.printSuggestions(wrong, told);
        told.println("./drawbridge " + name(line) + " --help tells the options.");
        told.flush();
        return CommandLine.ExitCode.USAGE;
    }

    /// What nobody foresaw, in one line that helps whoever mends the program.
    public static int failed(Exception failure, CommandLine line) {
        var frames = failure.getStackTrace();
        line.getErr()
                .println(
                        "%s failed, and it is the program's fault: %s%s."
                                .formatted(
                                        name(line),
                                        failure,
                                        frames.length == 0 ? "" : " (at " + frames[0] + ")"));
        line.getErr().flush();
        return FAILED;
    }

    private static String name(CommandLine line) {
        return line.getCommandName().replace("drawbridge ", "");
    }
}
