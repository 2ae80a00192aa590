namespace Pprof.Sampling;

/// <summary>Receives the records of one buffer, in the order in which they were taken.</summary>
internal unsafe interface IRecordReceiver
{
    /// <summary>The record is valid during the call only.</summary>
    void OnRecord(SampleRecord* record);
}
