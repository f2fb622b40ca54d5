package dev.burnish.deployment.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.deployment.app.ImportModel;
import dev.burnish.deployment.app.ListInstalledModels;
import dev.burnish.deployment.app.RemoveModel;
import dev.burnish.deployment.domain.CatalogException;
import dev.burnish.deployment.domain.ModelManifest;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.kit.security.Scopes;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.file.InvalidPathException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The base models of the installation, for operators. */
@Path("/operator/models")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scopes.OPERATOR)
public class InstalledModelsResource {
    private final ImportModel importModel;
    private final ListInstalledModels listModels;
    private final RemoveModel removeModel;

    public InstalledModelsResource(ImportModel importModel, ListInstalledModels listModels, RemoveModel removeModel) {
        this.importModel = importModel;
        this.listModels = listModels;
        this.removeModel = removeModel;
    }

    /** @param data by name */
    record InstalledModelsView(String object, List<InstalledModelView> data) {}

    record RemovedModelView(String name, boolean removed) {}

    /** {@code {"directory": "/absolute/path", "name": "the folder's name by default"}}; answers when the model can be used. */
    @POST
    @RunOnVirtualThread
    @Consumes(MediaType.APPLICATION_JSON)
    public Response add(@Nullable JsonNode body) throws CatalogException, ServingException, InterruptedException {
        RequestFields fields = new RequestFields(body);
        java.nio.file.Path directory = path(fields.requiredText("directory"));
        String name = fields.value("name").isPresent()
                ? fields.requiredText("name")
                : String.valueOf(directory.getFileName());
        ModelManifest manifest = importModel.importModel(name, directory);
        return Response.status(Response.Status.CREATED)
                .entity(ModelManifestView.of(manifest))
                .build();
    }

    private static java.nio.file.Path path(String text) {
        try {
            return java.nio.file.Path.of(text).normalize();
        } catch (InvalidPathException e) {
            throw RequestFields.invalid("directory", "is no path: " + e.getReason());
        }
    }

    @GET
    @RunOnVirtualThread
    public InstalledModelsView list(@QueryParam("verify") boolean verify) {
        return new InstalledModelsView(
                "list",
                listModels.list(verify).stream().map(InstalledModelView::of).toList());
    }

    @DELETE
    @Path("{name}")
    @RunOnVirtualThread
    public RemovedModelView remove(@PathParam("name") String name) throws CatalogException, ServingException {
        removeModel.remove(name);
        return new RemovedModelView(name, true);
    }
}
