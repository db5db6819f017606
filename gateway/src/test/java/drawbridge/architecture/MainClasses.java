package drawbridge.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/// What the rules of this package look at: compiled main code, in whichever folder a build puts it.
final class MainClasses implements ImportOption {
    @Override
    public boolean includes(Location location) {
        return !location.contains("/test-classes/");
    }

    /// The name by which a person knows the class: that of its file, also for what is nested in it.
    static String outermostName(JavaClass type) {
        return type.getEnclosingClass()
                .map(MainClasses::outermostName)
                .orElseGet(type::getSimpleName);
    }
}
