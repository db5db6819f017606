package drawbridge.sandbox.command;

import com.fasterxml.jackson.core.JsonProcessingException;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;

/// A command whose failures are sentences on standard error: what is wrong and how to mend it, with
/// neither a stack trace nor a page of options around it.
public final class PlainCommand {

    /// Of a help text that no terminal shows.
    private static final int WIDTH = 100;

    private PlainCommand() {}

    /// @param before how a sentence about a failure begins; may be empty
    /// @param failed the exit code of a failure
    public static CommandLine of(Callable<Integer> command, String before, int failed) {
        return new CommandLine(command)
                .setUsageHelpWidth(WIDTH)
                .setUsageHelpAutoWidth(true)
                .registerConverter(long.class, PlainCommand::whole)
                .setParameterExceptionHandler((wrong, _) -> misused(wrong))
                .setExecutionExceptionHandler(
                        (problem, line, _) -> {
                            if (!isEnding()) {
                                line.getErr().println(before + said(problem));
                                line.getErr().flush();
                            }
                            return failed;
                        });
    }

    private static long whole(String given) {
        try {
            return Long.parseLong(given);
        } catch (NumberFormatException _) {
            throw new TypeConversionException("'" + given + "' is no whole number");
        }
    }

    /// Whether this process is being ended, by Ctrl-C for example: what breaks then is no news.
    private static boolean isEnding() {
        var probe = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            return !Runtime.getRuntime().removeShutdownHook(probe);
        } catch (IllegalStateException _) {
            return true;
        }
    }

    private static int misused(ParameterException wrong) {
        var line = wrong.getCommandLine();
        var told = line.getErr();
        told.println(wrong.getMessage());
        boolean _ = UnmatchedArgumentException.printSuggestions(wrong, told);
        var names = line.getCommandSpec().qualifiedName(" ");
        told.println("./" + names + " --help tells the options.");
        told.flush();
        return CommandLine.ExitCode.USAGE;
    }

    static String said(Throwable problem) {
        return switch (problem) {
            case CompletionException wrapped when wrapped.getCause() != null ->
                    said(wrapped.getCause());
            case BindException _ ->
                    "The port is in use or not allowed: choose another, or 0 for any. An address of"
                            + " --host must be one of this machine.";
            case ConnectException refused ->
                    "Nothing answers there ("
                            + refused.getMessage()
                            + "). Start it, or mend the address.";
            case UnknownHostException unknown ->
                    "There is no machine called " + unknown.getMessage() + ". Mend the address.";
            case FileNotFoundException missing -> missing.getMessage() + ".";
            case FileAlreadyExistsException there ->
                    there.getFile() + " is not empty; a run needs a folder of its own.";
            case NoSuchFileException missing ->
                    missing.getFile() + " does not exist, or cannot be made there.";
            case AccessDeniedException denied ->
                    "There is no right to use " + denied.getFile() + ".";
            case FileSystemException file ->
                    file.getFile() + " cannot be used: " + file.getReason() + ".";
            case JsonProcessingException json ->
                    "What should be JSON is none: " + json.getOriginalMessage() + ".";
            case SQLException sql -> "the database says: " + sql.getMessage();
            case IOException io when io.getMessage() != null -> io.getMessage();
            default -> unforeseen(problem);
        };
    }

    /// One line that helps whoever mends the program.
    private static String unforeseen(Throwable problem) {
        var frames = problem.getStackTrace();
        return "%s%s. Nobody foresaw this: it is the program's fault."
                .formatted(problem, frames.length == 0 ? "" : " (at " + frames[0] + ")");
    }
}
