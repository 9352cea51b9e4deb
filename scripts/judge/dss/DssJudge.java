import eu.europa.esig.dss.diagnostic.DiagnosticData;
import eu.europa.esig.dss.diagnostic.EvidenceRecordWrapper;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.diagnostic.TimestampWrapper;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;

/** Validates each file with EU DSS and prints one JSON line per file: DssJudge ROOT.pem now|INSTANT FILE... */
public final class DssJudge {
  public static void main(String[] arguments) {
    CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
    trusted.addCertificate(DSSUtils.loadCertificate(new File(arguments[0])));
    for (int index = 2; index < arguments.length; index++) {
      System.out.println(judge(arguments[index], arguments[1], trusted));
    }
  }

  private static String judge(String path, String at, CommonTrustedCertificateSource trusted) {
    try {
      CommonCertificateVerifier verifier = new CommonCertificateVerifier();
      verifier.setTrustedCertSources(trusted);
      SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(path));
      validator.setCertificateVerifier(verifier);
      if (!at.equals("now")) validator.setValidationTime(Date.from(Instant.parse(at)));
      File record = new File(path + ".ers");
      if (record.exists()) validator.setDetachedEvidenceRecordDocuments(List.of(new FileDocument(record)));
      Reports reports = validator.validateDocument(policy());
      SimpleReport simple = reports.getSimpleReport();
      DiagnosticData diagnostic = reports.getDiagnosticData();
      List<String> signatures = new ArrayList<>();
      for (String id : simple.getSignatureIdList()) {
        signatures.add(signature(simple, diagnostic.getSignatureById(id), id));
      }
      String records = diagnostic.getEvidenceRecords().stream()
          .map(each -> record(simple, each))
          .collect(Collectors.joining(",", "[", "]"));
      return "{\"file\":" + quoted(path) + ",\"signatures\":[" + String.join(",", signatures) + "],\"records\":" + records + "}";
    } catch (Exception failure) {
      return "{\"file\":" + quoted(path) + ",\"failure\":" + quoted(String.valueOf(failure)) + ",\"signatures\":[]}";
    }
  }

  /** DSS's own policy, but that an annotation over another is no warning. */
  private static InputStream policy() throws IOException {
    try (InputStream own = DssJudge.class.getResourceAsStream("/policy/constraint.xml")) {
      String text = new String(own.readAllBytes(), StandardCharsets.UTF_8);
      String strict = text.replaceAll("<PdfAnnotationOverlap Level=\"[A-Z]+\"", "<PdfAnnotationOverlap Level=\"FAIL\"");
      return new ByteArrayInputStream(strict.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String signature(SimpleReport simple, SignatureWrapper wrapper, String id) {
    List<String> errors = new ArrayList<>();
    simple.getAdESValidationErrors(id).forEach(message -> errors.add(message.getValue()));
    List<String> warnings = new ArrayList<>();
    simple.getAdESValidationWarnings(id).forEach(message -> warnings.add(message.getValue()));
    List<String> changes = new ArrayList<>();
    wrapper.getPdfUndefinedChanges().forEach(change -> changes.add(String.valueOf(change.getValue())));
    List<String> timestamps = wrapper.getTimestampList().stream()
        .map(timestamp -> timestamp(simple, timestamp))
        .collect(Collectors.toList());
    return "{\"level\":" + quoted(String.valueOf(simple.getSignatureFormat(id)))
        + ",\"indication\":" + quoted(String.valueOf(simple.getIndication(id)))
        + ",\"subIndication\":" + quoted(String.valueOf(simple.getSubIndication(id)))
        + ",\"timestamps\":" + "[" + String.join(",", timestamps) + "]"
        + ",\"errors\":" + list(errors)
        + ",\"warnings\":" + list(warnings)
        + ",\"undefinedChanges\":" + list(changes) + "}";
  }

  private static String record(SimpleReport simple, EvidenceRecordWrapper wrapper) {
    String id = wrapper.getId();
    List<String> errors = new ArrayList<>();
    simple.getAdESValidationErrors(id).forEach(message -> errors.add(message.getValue()));
    List<String> warnings = new ArrayList<>();
    simple.getAdESValidationWarnings(id).forEach(message -> warnings.add(message.getValue()));
    List<String> timestamps = wrapper.getTimestampList().stream()
        .map(timestamp -> timestamp(simple, timestamp))
        .collect(Collectors.toList());
    return "{\"indication\":" + quoted(String.valueOf(simple.getIndication(id)))
        + ",\"subIndication\":" + quoted(String.valueOf(simple.getSubIndication(id)))
        + ",\"timestamps\":[" + String.join(",", timestamps) + "]"
        + ",\"errors\":" + list(errors)
        + ",\"warnings\":" + list(warnings) + "}";
  }

  private static String timestamp(SimpleReport simple, TimestampWrapper timestamp) {
    String errors = simple.getAdESValidationErrors(timestamp.getId()).stream()
        .map(message -> message.getValue())
        .collect(Collectors.joining(" "));
    return "{\"intact\":" + (timestamp.isMessageImprintDataIntact() && timestamp.isSignatureValid())
        + ",\"trusted\":" + timestamp.isTrustedChain()
        + ",\"indication\":" + quoted(String.valueOf(simple.getIndication(timestamp.getId())))
        + ",\"errors\":" + quoted(errors) + "}";
  }

  private static String list(List<String> texts) {
    return texts.stream().map(DssJudge::quoted).collect(Collectors.joining(",", "[", "]"));
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char character : text.toCharArray()) {
      if (character == '"' || character == '\\') out.append('\\').append(character);
      else if (character < ' ') out.append(' ');
      else out.append(character);
    }
    return out.append('"').toString();
  }
}
