package drawbridge.trial;

import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.check.Departures;
import drawbridge.mapping.file.Inspected;
import drawbridge.mapping.file.Inspected.Laid;
import drawbridge.mapping.file.MappingLoader;
import drawbridge.mapping.file.Problems;
import drawbridge.platform.StartFailure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes all calls of a system into files for other tools. No call is made.
///
/// @param folder of the mappings
/// @param here where files are written; `-` is `out`
record CallFiles(Path folder, Path here, Map<String, String> environment, PrintWriter out) {

    /// @param tenant whose address stands in the files; null: none does
    /// @param http where a .http file goes; null: nowhere
    /// @param postman where a Postman collection goes; null: nowhere
    /// @throws StartFailure when there is no such system, or a file cannot be written
    void write(
            String system, @Nullable String tenant, @Nullable String http, @Nullable String postman)
            throws StartFailure {
        Problems problems = new Problems();
        Inspected read = MappingLoader.inspect(folder, environment, problems);
        Laid<SystemSpec> laid = Chosen.system(read, problems, system, folder);
        String endpoint =
                tenant == null
                        ? ""
                        : Chosen.of(folder, environment, system, Optional.of(tenant))
                                .connection()
                                .endpoint();
        List<DescribedCalls.Described> calls =
                new DescribedCalls(laid, Departures.of(folder, laid)).all();
        if (http != null) {
            put(http, HttpFile.of(laid.made(), calls, endpoint));
        }
        if (postman != null) {
            put(postman, PostmanFile.of(laid.made(), calls, endpoint));
        }
    }

    private void put(String file, String text) throws StartFailure {
        if (file.equals("-")) {
            out.print(text);
            out.flush();
            return;
        }
        Path path = here.resolve(file);
        if (Files.exists(path)) {
            throw new StartFailure("'%s' is there already; it is not overwritten.".formatted(file));
        }
        try {
            Files.writeString(path, text);
        } catch (IOException unwritable) {
            throw new StartFailure("'%s' cannot be written.".formatted(file));
        }
        out.println("Wrote " + file + ".");
        out.flush();
    }
}
