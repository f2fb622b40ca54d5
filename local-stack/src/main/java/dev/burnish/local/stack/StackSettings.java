package dev.burnish.local.stack;

import dev.burnish.local.layout.Installation;
import dev.burnish.local.layout.Service;
import dev.burnish.local.layout.StateDirectory;
import dev.burnish.local.process.ManagedProcess;
import dev.burnish.local.process.Ports;
import java.nio.file.Path;
import java.util.Map;

/**
 * How a stack is to run.
 *
 * @param models a folder with one base model per sub-folder; the state directory's own gets those that come with the project
 * @param environment variables for single services that win over what the stack sets; read at every start of a service, so that they may change between two
 */
public record StackSettings(
        Installation installation,
        StateDirectory state,
        Path models,
        Ports ports,
        Map<Service, Map<String, String>> environment,
        ManagedProcess.Events events) {

    /** On any free ports, with the models of the project, for a test. */
    public static StackSettings forTest(Path state, Map<Service, Map<String, String>> environment) {
        Installation installation = Installation.find();
        StateDirectory directory = new StateDirectory(state);
        return new StackSettings(
                installation, directory, directory.models(), Ports.any(), environment, ManagedProcess.Events.NONE);
    }
}
