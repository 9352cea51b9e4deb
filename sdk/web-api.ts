// Made from the description of the Web API by `npm run sdk`; not written by hand.
export interface paths {
    "/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * アクセストークンを取得する（非推奨）
         * @deprecated
         * @description Get an access token (deprecated)
         */
        get: operations["issueTokenByGet"];
        put?: never;
        /**
         * アクセストークンを取得する
         * @description Get an access token
         */
        post: operations["issueToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 書類の一覧を取得する
         * @description List documents
         */
        get: operations["listDocuments"];
        put?: never;
        /**
         * 下書きを作る
         * @description Create a draft, or clone a template
         */
        post: operations["createDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * 送信した書類を取り消す
         * @description Cancel an awaiting document
         */
        put: operations["declineDocument"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 書類を取得する
         * @description Get a document
         */
        get: operations["getDocument"];
        /**
         * 下書きの内容を変える
         * @description Change a draft
         */
        put: operations["updateDocument"];
        /**
         * 書類を送信する。送信済みならリマインドする
         * @description Send a draft, or remind the recipient of an awaiting document
         */
        post: operations["sendOrRemind"];
        /**
         * 下書きを削除する
         * @description Delete a draft
         */
        delete: operations["deleteDocument"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/certificate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 合意締結証明書を取得する
         * @description Get the certificate of agreement
         */
        get: operations["getCertificate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/evidence_record": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 証拠記録（RFC 4998）を取得する。締結の翌日から
         * @description Get the evidence record (RFC 4998), from the day after the conclusion on
         */
        get: operations["getEvidenceRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ファイルを追加する
         * @description Add a file
         */
        post: operations["addFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/files/{file_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ファイルを取得する
         * @description Get a file
         */
        get: operations["getFile"];
        put?: never;
        post?: never;
        /**
         * ファイルを削除する
         * @description Remove a file
         */
        delete: operations["removeFile"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/participants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 宛先を追加する
         * @description Add a recipient
         */
        post: operations["addParticipant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/participants/{participant_id}/signing_url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 組込み署名の同意画面のURLを発行する
         * @description Issue the consent URL of an embedded recipient
         */
        post: operations["issueSigningUrl"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/participants/{participant_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * 宛先を変える
         * @description Change a recipient
         */
        put: operations["updateParticipant"];
        post?: never;
        /**
         * 宛先を削除する
         * @description Remove a recipient
         */
        delete: operations["removeParticipant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/participants/{participant_id}/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 認証コードの誤りで止まった宛先を再開する
         * @description Unlock a recipient stopped by wrong codes
         */
        post: operations["unlockParticipant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/participants/{participant_id}/tel_request/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 番号の訂正のお願いを認める
         * @description Approve the request for another number
         */
        post: operations["approveTelRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/participants/{participant_id}/tel_request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 番号の訂正のお願いを取得する
         * @description Get the request for another number
         */
        get: operations["getTelRequest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/participants/{participant_id}/tel_request/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 番号の訂正のお願いを見送る
         * @description Refuse the request for another number
         */
        post: operations["refuseTelRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/files/{file_id}/widgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 入力項目を追加する
         * @description Add a widget
         */
        post: operations["addWidget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/files/{file_id}/widgets/{widget_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * 入力項目を変える
         * @description Change a widget
         */
        put: operations["updateWidget"];
        post?: never;
        /**
         * 入力項目を削除する
         * @description Remove a widget
         */
        delete: operations["removeWidget"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/attachments/{attachment_id}/attached_files/{attached_file_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 宛先が添付したファイルを取得する
         * @description Fetch a file that the recipient attached
         */
        get: operations["getAttachedFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/attachments/{attachment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * 添付ファイルの依頼を変える
         * @description Change the request for a file
         */
        put: operations["updateAttachment"];
        post?: never;
        /**
         * 添付ファイルの依頼を削除する
         * @description Remove the request for a file
         */
        delete: operations["removeAttachment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 宛先に添付ファイルを依頼する
         * @description Ask a recipient for a file
         */
        post: operations["requestAttachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cabinets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * キャビネットの一覧を取得する
         * @description List the cabinets that the caller may open
         */
        get: operations["listCabinets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bulk_sends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一括送信の一覧を取得する
         * @description List bulk sendings
         */
        get: operations["listBulkSends"];
        put?: never;
        /**
         * テンプレートと一覧から一括送信する
         * @description Send in bulk from a template and a list
         */
        post: operations["createBulkSend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bulk_sends/{bulk_send_id}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一括送信の結果をCSVで取得する
         * @description Get the result of a bulk sending as CSV
         */
        get: operations["getBulkResult"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bulk_sends/{bulk_send_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一括送信の状態を取得する
         * @description Get how a bulk sending stands
         */
        get: operations["getBulkSend"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bulk_sends/{bulk_send_id}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一括送信の行を取得する
         * @description List the rows of a bulk sending
         */
        get: operations["listBulkRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bulk_sends/{bulk_send_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 一括送信を一時停止する
         * @description Pause a bulk sending
         */
        post: operations["pauseBulkSend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bulk_sends/{bulk_send_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 一括送信を再開する
         * @description Resume a bulk sending
         */
        post: operations["resumeBulkSend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bulk_sends/{bulk_send_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 確認済みの一括送信を開始する
         * @description Start a bulk sending that was checked
         */
        post: operations["startBulkSend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bulk_sends/{bulk_send_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 一括送信を中止する
         * @description Stop a bulk sending for good
         */
        post: operations["stopBulkSend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/reportees": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 共有先を追加する
         * @description Add a reportee
         */
        post: operations["addReportee"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/reportees/{reportee_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * 共有先を変える
         * @description Change a reportee
         */
        put: operations["updateReportee"];
        post?: never;
        /**
         * 共有先を削除する
         * @description Remove a reportee
         */
        delete: operations["removeReportee"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/attribute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 書類情報を取得する
         * @description Get the management fields of a document
         */
        get: operations["getAttribute"];
        /**
         * 書類情報を書く
         * @description Write the management fields of a document
         */
        put: operations["updateAttribute"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{document_id}/alert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * アラートを取得する
         * @description Get the alert of a document
         */
        get: operations["getAlert"];
        /**
         * アラートを設定する
         * @description Set the alert of a document
         */
        put: operations["updateAlert"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imported_documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 締結済みの書類をインポートする
         * @description Import a document that was concluded elsewhere
         */
        post: operations["importDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 自分の情報を取得する
         * @description Get the member for whom the token acts
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/team_documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * チームの書類の一覧を取得する
         * @description List all members' documents
         */
        get: operations["listTeamDocuments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * チームの出来事を順に取得する
         * @description Read the team's events in order
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/test/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * テスト書類の時計を進める
         * @description Move the clock of a test document forward
         */
        post: operations["moveTestClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Document: {
            /**
             * @description ID
             *     Id
             */
            id: string;
            /**
             * @description 送信者のメンバーのID
             *     Id of the sender's member
             */
            user_id: string;
            /**
             * @description タイトル
             *     Title
             */
            title: string;
            /**
             * @description 送信者だけが見るメモ
             *     A note that only the sender sees
             */
            note: string;
            /**
             * @description 宛先へのメッセージ
             *     Message to the recipients
             */
            message: string;
            /**
             * @description 0 下書き、1 先方確認中、2 締結済み、3 取消または却下、4 テンプレート、13 インポート
             *     0 draft, 1 awaiting recipients, 2 concluded, 3 cancelled or declined, 4 template, 13 imported
             * @enum {integer}
             */
            status: 0 | 1 | 2 | 3 | 4 | 13;
            /**
             * @description 宛先による転送を許すか
             *     May recipients transfer the document
             */
            can_transfer: boolean;
            /**
             * @description 非公開の書類か
             *     Is the document private
             */
            private: boolean;
            /**
             * Format: date-time
             * @description 送信した日時。未送信は null
             *     When it was sent; null before
             */
            sent_at: string | null;
            /**
             * Format: date-time
             * @description 最後に手続きがあった日時
             *     When it was last acted on
             */
            last_processed_at: string | null;
            /**
             * Format: date-time
             * @description 作成した日時
             *     When it was made
             */
            created_at: string;
            /**
             * Format: date-time
             * @description 更新した日時
             *     When it was last changed
             */
            updated_at: string;
            /**
             * @description 取消または却下のコメント
             *     Why it was cancelled or declined
             */
            decline_comment: string;
            /**
             * @description 関係者。order 0 が送信者
             *     Everyone in it; order 0 is the sender
             */
            participants: components["schemas"]["Participant"][];
            /**
             * @description ファイル
             *     Files
             */
            files: components["schemas"]["File"][];
            /**
             * @description 共有先
             *     Reportees
             */
            reportees: components["schemas"]["Reportee"][];
            /**
             * @description 宛先への添付依頼。なければ null
             *     The request for a file, or null
             */
            attachment: components["schemas"]["Attachment"] | null;
        };
        ListedDocument: {
            /**
             * @description ID
             *     Id
             */
            id: string;
            /**
             * @description 送信者のメンバーのID
             *     Id of the sender's member
             */
            user_id: string;
            /**
             * @description タイトル
             *     Title
             */
            title: string;
            /**
             * @description 送信者だけが見るメモ
             *     A note that only the sender sees
             */
            note: string;
            /**
             * @description 宛先へのメッセージ
             *     Message to the recipients
             */
            message: string;
            /**
             * @description 0 下書き、1 先方確認中、2 締結済み、3 取消または却下、4 テンプレート、13 インポート
             *     0 draft, 1 awaiting recipients, 2 concluded, 3 cancelled or declined, 4 template, 13 imported
             * @enum {integer}
             */
            status: 0 | 1 | 2 | 3 | 4 | 13;
            /**
             * @description 宛先による転送を許すか
             *     May recipients transfer the document
             */
            can_transfer: boolean;
            /**
             * @description 非公開の書類か
             *     Is the document private
             */
            private: boolean;
            /**
             * Format: date-time
             * @description 送信した日時。未送信は null
             *     When it was sent; null before
             */
            sent_at: string | null;
            /**
             * Format: date-time
             * @description 最後に手続きがあった日時
             *     When it was last acted on
             */
            last_processed_at: string | null;
            /**
             * Format: date-time
             * @description 作成した日時
             *     When it was made
             */
            created_at: string;
            /**
             * Format: date-time
             * @description 更新した日時
             *     When it was last changed
             */
            updated_at: string;
            /**
             * @description 取消または却下のコメント
             *     Why it was cancelled or declined
             */
            decline_comment: string;
            /**
             * @description 関係者。order 0 が送信者
             *     Everyone in it; order 0 is the sender
             */
            participants?: components["schemas"]["Participant"][];
            /**
             * @description ファイル
             *     Files
             */
            files?: components["schemas"]["File"][];
            /**
             * @description 共有先
             *     Reportees
             */
            reportees?: components["schemas"]["Reportee"][];
            /**
             * @description 宛先への添付依頼。なければ null
             *     The request for a file, or null
             */
            attachment?: components["schemas"]["Attachment"] | null;
        };
        Participant: {
            /**
             * @description ID
             *     Id
             */
            id: string;
            /**
             * @description メールアドレス
             *     E-mail address
             */
            email: string;
            /**
             * @description 名前
             *     Name
             */
            name: string;
            /**
             * @description 会社・組織名
             *     Organisation
             */
            organization: string;
            /**
             * @description 順番
             *     Place in the order
             */
            order: number;
            /**
             * @description 0 未着、2 下書き、3 送信待ち、4 確認待ち、6 送信済、7 確認済、8 押印・入力済、9 却下、10 取消、12 署名中
             *     0 no access, 2 draft, 3 waiting for delivery, 4 waiting for confirmation, 6 sent, 7 confirmed, 8 sealed or filled in, 9 declined, 10 cancelled, 12 signing
             * @enum {integer}
             */
            status: 0 | 2 | 3 | 4 | 6 | 7 | 8 | 9 | 10 | 12;
            /**
             * @description アクセスコード
             *     Access code
             */
            access_code?: string;
            /**
             * @description 言語。省略時は ja
             *     Language; ja unless given
             * @enum {string}
             */
            language_code: "ja" | "en" | "zh-CHS" | "zh-CHT";
            /**
             * @description 高度な認証。このサーバーでは使えません
             *     Advanced authentication; not offered by this server
             */
            advanced_authn_request: boolean;
            /**
             * @description 携帯電話番号。数字だけの国内表記（例 09012345678）。callback とともにSMS認証に使います
             *     Japanese mobile number, digits only, e.g. 09012345678; with `callback` for SMS authentication
             */
            tel: string;
            /**
             * @description 連携サイト側の利用者ID。簡易認証の組込み署名に使います
             *     The integrating site's own id of this user, for simple authentication
             */
            recipient_id: string;
            /**
             * @description 組込み署名（SMS認証）を使うか
             *     Embedded signing with SMS authentication
             */
            callback: boolean;
            /**
             * @description 宛先のグループ。0 は順番どおり（既定）、1 は同じ group_id の宛先に同時に依頼する。全員が同意すると次に進む
             *     How the recipient stands to others. 0: one after the other (default); 1: asked at the same time as all of the same group_id; the turn goes on when all have consented
             * @enum {integer}
             */
            group_type?: 1;
            /**
             * @description 同時に依頼する宛先に共通の文字列。印字可能な ASCII 64文字まで。空は「順番どおり」
             *     What recipients who are asked at the same time have in common; printable ASCII, at most 64; empty: one after the other
             */
            group_id?: string;
            /**
             * Format: date-time
             * @description 手続きをした日時。まだなら null
             *     When they acted; null before
             */
            processed_at: string | null;
            /**
             * Format: date-time
             * @description 確認の期限。確認待ちの間だけ
             *     When their turn ends; only while it lasts
             */
            access_expires_at?: string;
            /**
             * @description 転送されたとき、それまでの宛先（最初の方から順に）
             *     Present where the place was passed on: who held it before, the first one first
             */
            transferred_from?: {
                /**
                 * @description 名前
                 *     Name
                 */
                name: string;
                /**
                 * @description 会社・組織名
                 *     Organisation
                 */
                organization: string;
                /**
                 * Format: date-time
                 * @description 転送した日時
                 *     When they passed it on
                 */
                transferred_at: string;
            }[];
        };
        File: {
            /**
             * @description ID
             *     Id
             */
            id: string;
            /**
             * @description ファイル名
             *     File name
             */
            name: string;
            /**
             * @description 順番
             *     Place in the order
             */
            order: number;
            /**
             * @description ページ数
             *     Number of pages
             */
            total_pages: number;
            /**
             * @description 入力項目
             *     Widgets
             */
            widgets: components["schemas"]["Widget"][];
        };
        Widget: {
            /**
             * @description ID
             *     Id
             */
            id: string;
            /**
             * @description 0 押印、1 フリーテキスト、2 チェックボックス
             *     0 seal, 1 free text, 2 checkbox
             * @enum {integer}
             */
            widget_type: 0 | 1 | 2;
            /**
             * @description 関係者のID
             *     Id of the participant
             */
            participant_id: string;
            /**
             * @description ファイルのID
             *     Id of the file
             */
            file_id: string;
            /**
             * @description ページ（0から）
             *     Page, from 0
             */
            page: number;
            /**
             * @description 左端からの位置（ポイント）。項目の幅全体がページに収まること
             *     Points from the left; the whole width lies on the page
             */
            x: number;
            /**
             * @description 上端からの位置（ポイント）。項目の高さ全体がページに収まること
             *     Points from the top; the whole height lies on the page
             */
            y: number;
            /**
             * @description 幅（ポイント）
             *     Width in points
             */
            w: number;
            /**
             * @description 高さ（ポイント）
             *     Height in points
             */
            h: number;
            /**
             * @description 文字の大きさ（8〜14）。フリーテキストのみ
             *     Font size, 8 to 14; free text only
             * @enum {string}
             */
            font_size?: "8" | "9" | "10" | "11" | "12" | "13" | "14";
            /**
             * @description 入力値。宛先の項目では空
             *     Its value; empty for recipients' widgets
             */
            text: string;
            /**
             * @description 0 未入力、1 入力済
             *     0 empty, 1 filled
             * @enum {integer}
             */
            status: 0 | 1;
            /**
             * @description 項目名
             *     Label
             */
            label: string;
            /**
             * @description 必須か
             *     Must it be filled
             */
            required?: boolean;
        };
        Reportee: {
            /**
             * @description ID
             *     Id
             */
            id: string;
            /**
             * @description メールアドレス
             *     E-mail address
             */
            email: string;
            /**
             * @description 名前
             *     Name
             */
            name: string;
            /**
             * @description 会社・組織名
             *     Organisation
             */
            organization: string;
        };
        Attachment: {
            /**
             * @description ID
             *     Id
             */
            id: string;
            /**
             * @description 関係者のID
             *     Id of the participant
             */
            participant_id: string;
            /**
             * @description 説明
             *     Description
             */
            description: string;
            /**
             * @description 必須か
             *     Must it be filled
             */
            required: boolean;
            /**
             * @description 宛先が添付したファイル
             *     The recipient's files
             */
            attached_files: {
                /**
                 * @description ID
                 *     Id
                 */
                id: string;
                /**
                 * @description ファイル名
                 *     File name
                 */
                name: string;
                /**
                 * @description 1 有効、2 削除済
                 *     1 valid, 2 deleted
                 * @enum {integer}
                 */
                status: 1 | 2;
            }[];
        };
        Error: {
            /**
             * @description エラーの種類
             *     What kind of refusal
             * @enum {string}
             */
            error: "bad_request" | "invalid_request" | "invalid_client" | "unauthorized" | "forbidden" | "webapi_option_required" | "not_acceptable" | "not_found" | "method_not_allowed" | "conflict" | "gone" | "too_large_request" | "payload_too_large" | "unsupported_media_type" | "unprocessable_entity" | "too_many_requests" | "internal_server_error" | "service_unavailable";
            /**
             * @description 項目名と直し方（英語）
             *     Names the field and the cure
             */
            message: string;
        };
    };
    responses: {
        /**
         * @description `bad_request`: パラメーターや状態が正しくありません。message に項目名と直し方があります。 / A parameter, or a rule that the call breaks; `message` names the field and the cure.
         *     `invalid_request`: /token で client_id がありません。 / At /token: `client_id` is missing or empty.
         *     `invalid_client`: /token で client_id が見つかりません。 / At /token: `client_id` is unknown or revoked.
         */
        Refusal400: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `unauthorized`: アクセストークンが無効か、期限切れです。取り直してください。 / The token is unknown, revoked or expired; get a new one. */
        Refusal401: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `forbidden`: この操作をする権限がありません。 / No right to do this.
         *     `webapi_option_required`: このチームではWeb APIがオフになっています。 / The team has the Web API switched off.
         *     `not_acceptable`: 書類のいまの状態ではできません。 / The document's state forbids it.
         */
        Refusal403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `not_found`: パスにあるIDが見つかりません。 / An id in the path does not exist, or the path itself. */
        Refusal404: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `method_not_allowed`: このパスでは使えないメソッドです。 / The path does not answer this method; see the `Allow` header. */
        Refusal405: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `conflict`: 宛先の上限を超えるか、同じ Idempotency-Key の要求を処理中です。 / The 129th recipient, or a request with this `Idempotency-Key` is still running. */
        Refusal409: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `gone`: after の続きの一部は、保存期間を過ぎてイベントの一覧から消えています。 / Some of what follows `after` has outlived its time in the feed of events. */
        Refusal410: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `too_large_request`: 本文が大きすぎます。 / The body is too large.
         *     `payload_too_large`: インポートするファイルが大きすぎます。 / On import: the body is too large.
         */
        Refusal413: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `unsupported_media_type`: Content-Type が正しくありません。 / The Content-Type, or the declared type of the upload, is not supported here. */
        Refusal415: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `unprocessable_entity`: この Idempotency-Key は、別の内容の要求に使われています。 / This `Idempotency-Key` was used for another request. */
        Refusal422: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `too_many_requests`: 呼び出しが多すぎます。Retry-After の秒数だけ待ってください。 / Too many calls; wait for the seconds of `Retry-After`. */
        Refusal429: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `internal_server_error`: サーバーの側の問題です。時間をおいてやり直してください。 / Our fault; try again later. */
        Refusal500: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `service_unavailable`: データベースが一時的に使えません。Retry-After の秒数だけ待って、同じ要求をもう一度送ってください。 / The database cannot be used for a moment; send the same request again after the seconds of `Retry-After`. */
        Refusal503: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    issueTokenByGet: {
        parameters: {
            query: {
                /**
                 * @description クライアントID。管理画面で発行します
                 *     The client id, issued in the console
                 */
                client_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description アクセストークン
                         *     The access token
                         */
                        access_token: string;
                        /**
                         * @description つねに Bearer
                         *     Always Bearer
                         * @constant
                         */
                        token_type: "Bearer";
                        /**
                         * @description 残りの秒数
                         *     Seconds that it still lives
                         */
                        expires_in: number;
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            403: components["responses"]["Refusal403"];
            405: components["responses"]["Refusal405"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    issueToken: {
        parameters: {
            query?: {
                /**
                 * @description クライアントID。管理画面で発行します
                 *     The client id, issued in the console
                 */
                client_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description クライアントID。管理画面で発行します
                     *     The client id, issued in the console
                     */
                    client_id: string;
                };
                "application/json": {
                    /**
                     * @description クライアントID。管理画面で発行します
                     *     The client id, issued in the console
                     */
                    client_id: string;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description アクセストークン
                         *     The access token
                         */
                        access_token: string;
                        /**
                         * @description つねに Bearer
                         *     Always Bearer
                         * @constant
                         */
                        token_type: "Bearer";
                        /**
                         * @description 残りの秒数
                         *     Seconds that it still lives
                         */
                        expires_in: number;
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            403: components["responses"]["Refusal403"];
            405: components["responses"]["Refusal405"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listDocuments: {
        parameters: {
            query?: {
                /**
                 * @description ページ（1から、100件ずつ）
                 *     Page, from 1, 100 a page
                 */
                page?: number;
                /**
                 * @description -1 すべて、0 下書き、1 先方確認中、2 締結済み、3 取消または却下、4 テンプレート
                 *     -1 every state, 0 draft, 1 awaiting, 2 concluded, 3 cancelled or declined, 4 templates
                 */
                status?: "0" | "1" | "2" | "3" | "4" | "-1";
                /**
                 * @description y でファイルを含めます
                 *     y: with files
                 */
                with_files?: string;
                /**
                 * @description y で関係者を含めます
                 *     y: with participants
                 */
                with_participants?: string;
                /**
                 * @description y で共有先を含めます
                 *     y: with reportees
                 */
                with_reportees?: string;
                /**
                 * @description y で共有テンプレートも含めます（status 4 のとき）
                 *     y: shared templates too, where status is 4
                 */
                with_shared_templates?: string;
                /**
                 * @description y で添付依頼を含めます
                 *     y: with the request for a file
                 */
                with_attachment?: string;
                /**
                 * @description 最終処理日時がこれ以降のもの
                 *     Last acted on at or after
                 */
                from?: string;
                /**
                 * @description 最終処理日時がこれ以前のもの
                 *     Last acted on at or before
                 */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description 全件数
                         *     How many there are
                         */
                        total: number;
                        /**
                         * @description ページ（1から、100件ずつ）
                         *     Page, from 1, 100 a page
                         */
                        page: number;
                        /**
                         * @description 書類
                         *     Documents
                         */
                        documents: components["schemas"]["ListedDocument"][];
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    createDocument: {
        parameters: {
            query?: {
                /**
                 * @description タイトル
                 *     Title
                 */
                title?: string;
                /**
                 * @description 送信者だけが見るメモ
                 *     A note that only the sender sees
                 */
                note?: string;
                /**
                 * @description 宛先へのメッセージ
                 *     Message to the recipients
                 */
                message?: string;
                /**
                 * @description 宛先による転送を許すか
                 *     May recipients transfer the document
                 */
                can_transfer?: boolean;
                /**
                 * @description 非公開の書類か
                 *     Is the document private
                 */
                private?: boolean;
                /**
                 * @description テンプレートのID。指定すると、その複製から始めます
                 *     Id of a template; the draft begins as its copy
                 */
                template_id?: string;
            };
            header?: {
                /**
                 * @description 同じ要求を二度実行しないための鍵。24時間、同じ結果を返します。
                 *     The same request under the same key is carried out once; its result is repeated for 24 hours.
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description タイトル
                     *     Title
                     */
                    title?: string;
                    /**
                     * @description 送信者だけが見るメモ
                     *     A note that only the sender sees
                     */
                    note?: string;
                    /**
                     * @description 宛先へのメッセージ
                     *     Message to the recipients
                     */
                    message?: string;
                    /**
                     * @description 宛先による転送を許すか
                     *     May recipients transfer the document
                     */
                    can_transfer?: boolean;
                    /**
                     * @description 非公開の書類か
                     *     Is the document private
                     */
                    private?: boolean;
                    /**
                     * @description テンプレートのID。指定すると、その複製から始めます
                     *     Id of a template; the draft begins as its copy
                     */
                    template_id?: string;
                };
                "application/json": {
                    /**
                     * @description タイトル
                     *     Title
                     */
                    title?: string;
                    /**
                     * @description 送信者だけが見るメモ
                     *     A note that only the sender sees
                     */
                    note?: string;
                    /**
                     * @description 宛先へのメッセージ
                     *     Message to the recipients
                     */
                    message?: string;
                    /**
                     * @description 宛先による転送を許すか
                     *     May recipients transfer the document
                     */
                    can_transfer?: boolean;
                    /**
                     * @description 非公開の書類か
                     *     Is the document private
                     */
                    private?: boolean;
                    /**
                     * @description テンプレートのID。指定すると、その複製から始めます
                     *     Id of a template; the draft begins as its copy
                     */
                    template_id?: string;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            405: components["responses"]["Refusal405"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    declineDocument: {
        parameters: {
            query?: {
                /**
                 * @description 取り消す理由
                 *     Why it is cancelled
                 */
                comment?: string;
            };
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description 取り消す理由
                     *     Why it is cancelled
                     */
                    comment?: string;
                };
                "application/json": {
                    /**
                     * @description 取り消す理由
                     *     Why it is cancelled
                     */
                    comment?: string;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            413: components["responses"]["Refusal413"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    getDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    updateDocument: {
        parameters: {
            query?: {
                /**
                 * @description タイトル
                 *     Title
                 */
                title?: string;
                /**
                 * @description 送信者だけが見るメモ
                 *     A note that only the sender sees
                 */
                note?: string;
                /**
                 * @description 宛先へのメッセージ
                 *     Message to the recipients
                 */
                message?: string;
                /**
                 * @description 宛先による転送を許すか
                 *     May recipients transfer the document
                 */
                can_transfer?: boolean;
                /**
                 * @description 非公開の書類か
                 *     Is the document private
                 */
                private?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description タイトル
                     *     Title
                     */
                    title?: string;
                    /**
                     * @description 送信者だけが見るメモ
                     *     A note that only the sender sees
                     */
                    note?: string;
                    /**
                     * @description 宛先へのメッセージ
                     *     Message to the recipients
                     */
                    message?: string;
                    /**
                     * @description 宛先による転送を許すか
                     *     May recipients transfer the document
                     */
                    can_transfer?: boolean;
                    /**
                     * @description 非公開の書類か
                     *     Is the document private
                     */
                    private?: boolean;
                };
                "application/json": {
                    /**
                     * @description タイトル
                     *     Title
                     */
                    title?: string;
                    /**
                     * @description 送信者だけが見るメモ
                     *     A note that only the sender sees
                     */
                    note?: string;
                    /**
                     * @description 宛先へのメッセージ
                     *     Message to the recipients
                     */
                    message?: string;
                    /**
                     * @description 宛先による転送を許すか
                     *     May recipients transfer the document
                     */
                    can_transfer?: boolean;
                    /**
                     * @description 非公開の書類か
                     *     Is the document private
                     */
                    private?: boolean;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            413: components["responses"]["Refusal413"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    sendOrRemind: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    deleteDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 本文はありません。
             *     No content.
             */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    getCertificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    getEvidenceRecord: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    addFile: {
        parameters: {
            query?: {
                /**
                 * @description ファイル名。省略時はアップロードの名前
                 *     File name; without it the upload's own
                 */
                name?: string;
            };
            header?: {
                /**
                 * @description 同じ要求を二度実行しないための鍵。24時間、同じ結果を返します。
                 *     The same request under the same key is carried out once; its result is repeated for 24 hours.
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * @description ファイル名。省略時はアップロードの名前
                     *     File name; without it the upload's own
                     */
                    name?: string;
                    /**
                     * Format: binary
                     * @description PDFファイル
                     *     The PDF file
                     */
                    uploadfile: string;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    /**
                     * @description ファイルを受け取るときに変えたこと。repaired: 壊れていたため修復しました。signatures_dropped: 有効でなくなっていた署名を、送信のときに外します。両方のときはコンマで区切ります。何もなければ付きません。Idempotency-Keyで返す二度目の応答には付きません。
                     *     What was changed when the file was taken in. repaired: it was damaged, and was repaired. signatures_dropped: signatures that no longer hold are left out at sending. Both are separated by a comma; absent when there is nothing to say, and in an answer that is repeated for an Idempotency-Key.
                     */
                    "X-Musubi-Notice"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            415: components["responses"]["Refusal415"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    getFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
                /**
                 * @description ファイルのID
                 *     Id of the file
                 */
                file_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    removeFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
                /**
                 * @description ファイルのID
                 *     Id of the file
                 */
                file_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    addParticipant: {
        parameters: {
            query?: {
                /**
                 * @description 名前
                 *     Name
                 */
                name?: string;
                /**
                 * @description メールアドレス
                 *     E-mail address
                 */
                email?: string;
                /**
                 * @description 会社・組織名
                 *     Organisation
                 */
                organization?: string;
                /**
                 * @description アクセスコード
                 *     Access code
                 */
                access_code?: string;
                /**
                 * @description 言語。省略時は ja
                 *     Language; ja unless given
                 */
                language_code?: "ja" | "en" | "zh-CHS" | "zh-CHT";
                /**
                 * @description 高度な認証。このサーバーでは使えません
                 *     Advanced authentication; not offered by this server
                 */
                advanced_authn_request?: boolean;
                /**
                 * @description 携帯電話番号。数字だけの国内表記（例 09012345678）。callback とともにSMS認証に使います
                 *     Japanese mobile number, digits only, e.g. 09012345678; with `callback` for SMS authentication
                 */
                tel?: string;
                /**
                 * @description 連携サイト側の利用者ID。簡易認証の組込み署名に使います
                 *     The integrating site's own id of this user, for simple authentication
                 */
                recipient_id?: string;
                /**
                 * @description 組込み署名（SMS認証）を使うか
                 *     Embedded signing with SMS authentication
                 */
                callback?: boolean;
                /**
                 * @description 宛先のグループ。0 は順番どおり（既定）、1 は同じ group_id の宛先に同時に依頼する。全員が同意すると次に進む
                 *     How the recipient stands to others. 0: one after the other (default); 1: asked at the same time as all of the same group_id; the turn goes on when all have consented
                 */
                group_type?: 0 | 1;
                /**
                 * @description 同時に依頼する宛先に共通の文字列。印字可能な ASCII 64文字まで。空は「順番どおり」
                 *     What recipients who are asked at the same time have in common; printable ASCII, at most 64; empty: one after the other
                 */
                group_id?: string;
            };
            header?: {
                /**
                 * @description 同じ要求を二度実行しないための鍵。24時間、同じ結果を返します。
                 *     The same request under the same key is carried out once; its result is repeated for 24 hours.
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description 名前
                     *     Name
                     */
                    name: string;
                    /**
                     * @description メールアドレス
                     *     E-mail address
                     */
                    email?: string;
                    /**
                     * @description 会社・組織名
                     *     Organisation
                     */
                    organization?: string;
                    /**
                     * @description アクセスコード
                     *     Access code
                     */
                    access_code?: string;
                    /**
                     * @description 言語。省略時は ja
                     *     Language; ja unless given
                     * @enum {string}
                     */
                    language_code?: "ja" | "en" | "zh-CHS" | "zh-CHT";
                    /**
                     * @description 高度な認証。このサーバーでは使えません
                     *     Advanced authentication; not offered by this server
                     */
                    advanced_authn_request?: boolean;
                    /**
                     * @description 携帯電話番号。数字だけの国内表記（例 09012345678）。callback とともにSMS認証に使います
                     *     Japanese mobile number, digits only, e.g. 09012345678; with `callback` for SMS authentication
                     */
                    tel?: string;
                    /**
                     * @description 連携サイト側の利用者ID。簡易認証の組込み署名に使います
                     *     The integrating site's own id of this user, for simple authentication
                     */
                    recipient_id?: string;
                    /**
                     * @description 組込み署名（SMS認証）を使うか
                     *     Embedded signing with SMS authentication
                     */
                    callback?: boolean;
                    /**
                     * @description 宛先のグループ。0 は順番どおり（既定）、1 は同じ group_id の宛先に同時に依頼する。全員が同意すると次に進む
                     *     How the recipient stands to others. 0: one after the other (default); 1: asked at the same time as all of the same group_id; the turn goes on when all have consented
                     * @enum {integer}
                     */
                    group_type?: 0 | 1;
                    /**
                     * @description 同時に依頼する宛先に共通の文字列。印字可能な ASCII 64文字まで。空は「順番どおり」
                     *     What recipients who are asked at the same time have in common; printable ASCII, at most 64; empty: one after the other
                     */
                    group_id?: string;
                };
                "application/json": {
                    /**
                     * @description 名前
                     *     Name
                     */
                    name: string;
                    /**
                     * @description メールアドレス
                     *     E-mail address
                     */
                    email?: string;
                    /**
                     * @description 会社・組織名
                     *     Organisation
                     */
                    organization?: string;
                    /**
                     * @description アクセスコード
                     *     Access code
                     */
                    access_code?: string;
                    /**
                     * @description 言語。省略時は ja
                     *     Language; ja unless given
                     * @enum {string}
                     */
                    language_code?: "ja" | "en" | "zh-CHS" | "zh-CHT";
                    /**
                     * @description 高度な認証。このサーバーでは使えません
                     *     Advanced authentication; not offered by this server
                     */
                    advanced_authn_request?: boolean;
                    /**
                     * @description 携帯電話番号。数字だけの国内表記（例 09012345678）。callback とともにSMS認証に使います
                     *     Japanese mobile number, digits only, e.g. 09012345678; with `callback` for SMS authentication
                     */
                    tel?: string;
                    /**
                     * @description 連携サイト側の利用者ID。簡易認証の組込み署名に使います
                     *     The integrating site's own id of this user, for simple authentication
                     */
                    recipient_id?: string;
                    /**
                     * @description 組込み署名（SMS認証）を使うか
                     *     Embedded signing with SMS authentication
                     */
                    callback?: boolean;
                    /**
                     * @description 宛先のグループ。0 は順番どおり（既定）、1 は同じ group_id の宛先に同時に依頼する。全員が同意すると次に進む
                     *     How the recipient stands to others. 0: one after the other (default); 1: asked at the same time as all of the same group_id; the turn goes on when all have consented
                     * @enum {integer}
                     */
                    group_type?: 0 | 1;
                    /**
                     * @description 同時に依頼する宛先に共通の文字列。印字可能な ASCII 64文字まで。空は「順番どおり」
                     *     What recipients who are asked at the same time have in common; printable ASCII, at most 64; empty: one after the other
                     */
                    group_id?: string;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    issueSigningUrl: {
        parameters: {
            query?: {
                /**
                 * @description 連携サイト側の利用者ID。簡易認証の組込み署名に使います
                 *     The integrating site's own id of this user, for simple authentication
                 */
                recipient_id?: string;
                /**
                 * @description 連携サイトが行った本人認証の方法。合意締結証明書に載ります
                 *     How the integrating site authenticated this user; printed on the certificate
                 */
                authentication_method?: string;
                /**
                 * @description その認証の日時
                 *     When it did
                 */
                authentication_instant?: string;
                /**
                 * @description 連携サイトでの利用者の識別子
                 *     Whom it authenticated
                 */
                authentication_subject?: string;
                /**
                 * @description 戻り先URLに付けて返す文字列
                 *     Comes back on the return URL
                 */
                state?: string;
            };
            header?: {
                /**
                 * @description 同じ要求を二度実行しないための鍵。24時間、同じ結果を返します。
                 *     The same request under the same key is carried out once; its result is repeated for 24 hours.
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
                /**
                 * @description 関係者のID
                 *     Id of the participant
                 */
                participant_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description 連携サイト側の利用者ID。簡易認証の組込み署名に使います
                     *     The integrating site's own id of this user, for simple authentication
                     */
                    recipient_id?: string;
                    /**
                     * @description 連携サイトが行った本人認証の方法。合意締結証明書に載ります
                     *     How the integrating site authenticated this user; printed on the certificate
                     */
                    authentication_method?: string;
                    /**
                     * Format: date-time
                     * @description その認証の日時
                     *     When it did
                     */
                    authentication_instant?: string;
                    /**
                     * @description 連携サイトでの利用者の識別子
                     *     Whom it authenticated
                     */
                    authentication_subject?: string;
                    /**
                     * @description 戻り先URLに付けて返す文字列
                     *     Comes back on the return URL
                     */
                    state?: string;
                };
                "application/json": {
                    /**
                     * @description 連携サイト側の利用者ID。簡易認証の組込み署名に使います
                     *     The integrating site's own id of this user, for simple authentication
                     */
                    recipient_id?: string;
                    /**
                     * @description 連携サイトが行った本人認証の方法。合意締結証明書に載ります
                     *     How the integrating site authenticated this user; printed on the certificate
                     */
                    authentication_method?: string;
                    /**
                     * Format: date-time
                     * @description その認証の日時
                     *     When it did
                     */
                    authentication_instant?: string;
                    /**
                     * @description 連携サイトでの利用者の識別子
                     *     Whom it authenticated
                     */
                    authentication_subject?: string;
                    /**
                     * @description 戻り先URLに付けて返す文字列
                     *     Comes back on the return URL
                     */
                    state?: string;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description 同意用URL。利用者のブラウザーで開きます
                         *     The consent URL, for the recipient's browser
                         */
                        url: string;
                        /**
                         * Format: date-time
                         * @description 期限
                         *     When it ends
                         */
                        expires_at: string;
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    updateParticipant: {
        parameters: {
            query?: {
                /**
                 * @description 名前
                 *     Name
                 */
                name?: string;
                /**
                 * @description メールアドレス
                 *     E-mail address
                 */
                email?: string;
                /**
                 * @description 会社・組織名
                 *     Organisation
                 */
                organization?: string;
                /**
                 * @description アクセスコード
                 *     Access code
                 */
                access_code?: string;
                /**
                 * @description 言語。省略時は ja
                 *     Language; ja unless given
                 */
                language_code?: "ja" | "en" | "zh-CHS" | "zh-CHT";
                /**
                 * @description 高度な認証。このサーバーでは使えません
                 *     Advanced authentication; not offered by this server
                 */
                advanced_authn_request?: boolean;
                /**
                 * @description 携帯電話番号。数字だけの国内表記（例 09012345678）。callback とともにSMS認証に使います
                 *     Japanese mobile number, digits only, e.g. 09012345678; with `callback` for SMS authentication
                 */
                tel?: string;
                /**
                 * @description 連携サイト側の利用者ID。簡易認証の組込み署名に使います
                 *     The integrating site's own id of this user, for simple authentication
                 */
                recipient_id?: string;
                /**
                 * @description 組込み署名（SMS認証）を使うか
                 *     Embedded signing with SMS authentication
                 */
                callback?: boolean;
                /**
                 * @description 宛先のグループ。0 は順番どおり（既定）、1 は同じ group_id の宛先に同時に依頼する。全員が同意すると次に進む
                 *     How the recipient stands to others. 0: one after the other (default); 1: asked at the same time as all of the same group_id; the turn goes on when all have consented
                 */
                group_type?: 0 | 1;
                /**
                 * @description 同時に依頼する宛先に共通の文字列。印字可能な ASCII 64文字まで。空は「順番どおり」
                 *     What recipients who are asked at the same time have in common; printable ASCII, at most 64; empty: one after the other
                 */
                group_id?: string;
            };
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
                /**
                 * @description 関係者のID
                 *     Id of the participant
                 */
                participant_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description 名前
                     *     Name
                     */
                    name?: string;
                    /**
                     * @description メールアドレス
                     *     E-mail address
                     */
                    email?: string;
                    /**
                     * @description 会社・組織名
                     *     Organisation
                     */
                    organization?: string;
                    /**
                     * @description アクセスコード
                     *     Access code
                     */
                    access_code?: string;
                    /**
                     * @description 言語。省略時は ja
                     *     Language; ja unless given
                     * @enum {string}
                     */
                    language_code?: "ja" | "en" | "zh-CHS" | "zh-CHT";
                    /**
                     * @description 高度な認証。このサーバーでは使えません
                     *     Advanced authentication; not offered by this server
                     */
                    advanced_authn_request?: boolean;
                    /**
                     * @description 携帯電話番号。数字だけの国内表記（例 09012345678）。callback とともにSMS認証に使います
                     *     Japanese mobile number, digits only, e.g. 09012345678; with `callback` for SMS authentication
                     */
                    tel?: string;
                    /**
                     * @description 連携サイト側の利用者ID。簡易認証の組込み署名に使います
                     *     The integrating site's own id of this user, for simple authentication
                     */
                    recipient_id?: string;
                    /**
                     * @description 組込み署名（SMS認証）を使うか
                     *     Embedded signing with SMS authentication
                     */
                    callback?: boolean;
                    /**
                     * @description 宛先のグループ。0 は順番どおり（既定）、1 は同じ group_id の宛先に同時に依頼する。全員が同意すると次に進む
                     *     How the recipient stands to others. 0: one after the other (default); 1: asked at the same time as all of the same group_id; the turn goes on when all have consented
                     * @enum {integer}
                     */
                    group_type?: 0 | 1;
                    /**
                     * @description 同時に依頼する宛先に共通の文字列。印字可能な ASCII 64文字まで。空は「順番どおり」
                     *     What recipients who are asked at the same time have in common; printable ASCII, at most 64; empty: one after the other
                     */
                    group_id?: string;
                };
                "application/json": {
                    /**
                     * @description 名前
                     *     Name
                     */
                    name?: string;
                    /**
                     * @description メールアドレス
                     *     E-mail address
                     */
                    email?: string;
                    /**
                     * @description 会社・組織名
                     *     Organisation
                     */
                    organization?: string;
                    /**
                     * @description アクセスコード
                     *     Access code
                     */
                    access_code?: string;
                    /**
                     * @description 言語。省略時は ja
                     *     Language; ja unless given
                     * @enum {string}
                     */
                    language_code?: "ja" | "en" | "zh-CHS" | "zh-CHT";
                    /**
                     * @description 高度な認証。このサーバーでは使えません
                     *     Advanced authentication; not offered by this server
                     */
                    advanced_authn_request?: boolean;
                    /**
                     * @description 携帯電話番号。数字だけの国内表記（例 09012345678）。callback とともにSMS認証に使います
                     *     Japanese mobile number, digits only, e.g. 09012345678; with `callback` for SMS authentication
                     */
                    tel?: string;
                    /**
                     * @description 連携サイト側の利用者ID。簡易認証の組込み署名に使います
                     *     The integrating site's own id of this user, for simple authentication
                     */
                    recipient_id?: string;
                    /**
                     * @description 組込み署名（SMS認証）を使うか
                     *     Embedded signing with SMS authentication
                     */
                    callback?: boolean;
                    /**
                     * @description 宛先のグループ。0 は順番どおり（既定）、1 は同じ group_id の宛先に同時に依頼する。全員が同意すると次に進む
                     *     How the recipient stands to others. 0: one after the other (default); 1: asked at the same time as all of the same group_id; the turn goes on when all have consented
                     * @enum {integer}
                     */
                    group_type?: 0 | 1;
                    /**
                     * @description 同時に依頼する宛先に共通の文字列。印字可能な ASCII 64文字まで。空は「順番どおり」
                     *     What recipients who are asked at the same time have in common; printable ASCII, at most 64; empty: one after the other
                     */
                    group_id?: string;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            413: components["responses"]["Refusal413"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    removeParticipant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
                /**
                 * @description 関係者のID
                 *     Id of the participant
                 */
                participant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    unlockParticipant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
                /**
                 * @description 関係者のID
                 *     Id of the participant
                 */
                participant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    approveTelRequest: {
        parameters: {
            query?: {
                /**
                 * @description お願いのID。いま見ているものを指定します
                 *     Id of the request that was seen
                 */
                request_id?: string;
                /**
                 * @description 別の方法でご本人と確かめたか。true でなければ認められません。監査証跡と証明書に残ります
                 *     Was the person identified by other means; must be true. It stays in the trail and on the certificate
                 */
                identity_confirmed?: boolean;
            };
            header?: {
                /**
                 * @description 同じ要求を二度実行しないための鍵。24時間、同じ結果を返します。
                 *     The same request under the same key is carried out once; its result is repeated for 24 hours.
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
                /**
                 * @description 関係者のID
                 *     Id of the participant
                 */
                participant_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description お願いのID。いま見ているものを指定します
                     *     Id of the request that was seen
                     */
                    request_id: string;
                    /**
                     * @description 別の方法でご本人と確かめたか。true でなければ認められません。監査証跡と証明書に残ります
                     *     Was the person identified by other means; must be true. It stays in the trail and on the certificate
                     */
                    identity_confirmed: boolean;
                };
                "application/json": {
                    /**
                     * @description お願いのID。いま見ているものを指定します
                     *     Id of the request that was seen
                     */
                    request_id: string;
                    /**
                     * @description 別の方法でご本人と確かめたか。true でなければ認められません。監査証跡と証明書に残ります
                     *     Was the person identified by other means; must be true. It stays in the trail and on the certificate
                     */
                    identity_confirmed: boolean;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    getTelRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
                /**
                 * @description 関係者のID
                 *     Id of the participant
                 */
                participant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description ID
                         *     Id
                         */
                        id: string;
                        /**
                         * @description open、approved、refused のいずれか
                         *     open, approved or refused
                         * @enum {string}
                         */
                        status: "open" | "approved" | "refused";
                        /**
                         * @description 新しい番号。答えたあとは空
                         *     The number that was asked for; empty once answered
                         */
                        tel: string;
                        /**
                         * @description お願いした人が書いた理由
                         *     The reason, as typed by whoever asked
                         */
                        reason: string;
                        /**
                         * Format: date-time
                         * @description お願いの日時
                         *     When it was asked for
                         */
                        requested_at: string;
                        /**
                         * Format: date-time
                         * @description 答えた日時。まだなら null
                         *     When it was answered; null before
                         */
                        answered_at: string | null;
                        /**
                         * @description お願いした人の接続元。答えたあとは空
                         *     From which address it was asked for; empty once answered
                         */
                        address: string;
                        /**
                         * @description お願いした人のブラウザー。答えたあとは空
                         *     The browser of whoever asked; empty once answered
                         */
                        user_agent: string;
                        /**
                         * @description 新しい番号が登録されている、この書類のほかの宛先のID。認めると、その宛先の認証コードも同じ電話に届きます
                         *     Ids of other recipients whose number it is: once approved, their codes and these reach the same phone
                         */
                        also_registered_for: string[];
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    refuseTelRequest: {
        parameters: {
            query?: {
                /**
                 * @description お願いのID。いま見ているものを指定します
                 *     Id of the request that was seen
                 */
                request_id?: string;
            };
            header?: {
                /**
                 * @description 同じ要求を二度実行しないための鍵。24時間、同じ結果を返します。
                 *     The same request under the same key is carried out once; its result is repeated for 24 hours.
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
                /**
                 * @description 関係者のID
                 *     Id of the participant
                 */
                participant_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description お願いのID。いま見ているものを指定します
                     *     Id of the request that was seen
                     */
                    request_id: string;
                };
                "application/json": {
                    /**
                     * @description お願いのID。いま見ているものを指定します
                     *     Id of the request that was seen
                     */
                    request_id: string;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    addWidget: {
        parameters: {
            query?: {
                /**
                 * @description 関係者のID
                 *     Id of the participant
                 */
                participant_id?: string;
                /**
                 * @description 0 押印、1 フリーテキスト、2 チェックボックス
                 *     0 seal, 1 free text, 2 checkbox
                 */
                type?: 0 | 1 | 2;
                /**
                 * @description ページ（0から）
                 *     Page, from 0
                 */
                page?: number;
                /**
                 * @description 左端からの位置（ポイント）。項目の幅全体がページに収まること
                 *     Points from the left; the whole width lies on the page
                 */
                x?: number;
                /**
                 * @description 上端からの位置（ポイント）。項目の高さ全体がページに収まること
                 *     Points from the top; the whole height lies on the page
                 */
                y?: number;
                /**
                 * @description 文字の大きさ（8〜14）。フリーテキストのみ
                 *     Font size, 8 to 14; free text only
                 */
                font_size?: "" | "8" | "9" | "10" | "11" | "12" | "13" | "14";
                /**
                 * @description 入力値。宛先の項目では空
                 *     Its value; empty for recipients' widgets
                 */
                text?: string;
                /**
                 * @description 項目名
                 *     Label
                 */
                label?: string;
                /**
                 * @description 必須か
                 *     Must it be filled
                 */
                required?: boolean;
            };
            header?: {
                /**
                 * @description 同じ要求を二度実行しないための鍵。24時間、同じ結果を返します。
                 *     The same request under the same key is carried out once; its result is repeated for 24 hours.
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
                /**
                 * @description ファイルのID
                 *     Id of the file
                 */
                file_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description 関係者のID
                     *     Id of the participant
                     */
                    participant_id: string;
                    /**
                     * @description 0 押印、1 フリーテキスト、2 チェックボックス
                     *     0 seal, 1 free text, 2 checkbox
                     * @enum {integer}
                     */
                    type: 0 | 1 | 2;
                    /**
                     * @description ページ（0から）
                     *     Page, from 0
                     */
                    page: number;
                    /**
                     * @description 左端からの位置（ポイント）。項目の幅全体がページに収まること
                     *     Points from the left; the whole width lies on the page
                     */
                    x: number;
                    /**
                     * @description 上端からの位置（ポイント）。項目の高さ全体がページに収まること
                     *     Points from the top; the whole height lies on the page
                     */
                    y: number;
                    /**
                     * @description 文字の大きさ（8〜14）。フリーテキストのみ
                     *     Font size, 8 to 14; free text only
                     * @enum {string}
                     */
                    font_size?: "" | "8" | "9" | "10" | "11" | "12" | "13" | "14";
                    /**
                     * @description 入力値。宛先の項目では空
                     *     Its value; empty for recipients' widgets
                     */
                    text?: string;
                    /**
                     * @description 項目名
                     *     Label
                     */
                    label?: string;
                    /**
                     * @description 必須か
                     *     Must it be filled
                     */
                    required?: boolean;
                };
                "application/json": {
                    /**
                     * @description 関係者のID
                     *     Id of the participant
                     */
                    participant_id: string;
                    /**
                     * @description 0 押印、1 フリーテキスト、2 チェックボックス
                     *     0 seal, 1 free text, 2 checkbox
                     * @enum {integer}
                     */
                    type: 0 | 1 | 2;
                    /**
                     * @description ページ（0から）
                     *     Page, from 0
                     */
                    page: number;
                    /**
                     * @description 左端からの位置（ポイント）。項目の幅全体がページに収まること
                     *     Points from the left; the whole width lies on the page
                     */
                    x: number;
                    /**
                     * @description 上端からの位置（ポイント）。項目の高さ全体がページに収まること
                     *     Points from the top; the whole height lies on the page
                     */
                    y: number;
                    /**
                     * @description 文字の大きさ（8〜14）。フリーテキストのみ
                     *     Font size, 8 to 14; free text only
                     * @enum {string}
                     */
                    font_size?: "" | "8" | "9" | "10" | "11" | "12" | "13" | "14";
                    /**
                     * @description 入力値。宛先の項目では空
                     *     Its value; empty for recipients' widgets
                     */
                    text?: string;
                    /**
                     * @description 項目名
                     *     Label
                     */
                    label?: string;
                    /**
                     * @description 必須か
                     *     Must it be filled
                     */
                    required?: boolean;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    updateWidget: {
        parameters: {
            query?: {
                /**
                 * @description 関係者のID
                 *     Id of the participant
                 */
                participant_id?: string;
                /**
                 * @description 0 押印、1 フリーテキスト、2 チェックボックス
                 *     0 seal, 1 free text, 2 checkbox
                 */
                type?: 0 | 1 | 2;
                /**
                 * @description ページ（0から）
                 *     Page, from 0
                 */
                page?: number;
                /**
                 * @description 左端からの位置（ポイント）。項目の幅全体がページに収まること
                 *     Points from the left; the whole width lies on the page
                 */
                x?: number;
                /**
                 * @description 上端からの位置（ポイント）。項目の高さ全体がページに収まること
                 *     Points from the top; the whole height lies on the page
                 */
                y?: number;
                /**
                 * @description 文字の大きさ（8〜14）。フリーテキストのみ
                 *     Font size, 8 to 14; free text only
                 */
                font_size?: "" | "8" | "9" | "10" | "11" | "12" | "13" | "14";
                /**
                 * @description 入力値。宛先の項目では空
                 *     Its value; empty for recipients' widgets
                 */
                text?: string;
                /**
                 * @description 項目名
                 *     Label
                 */
                label?: string;
                /**
                 * @description 必須か
                 *     Must it be filled
                 */
                required?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
                /**
                 * @description ファイルのID
                 *     Id of the file
                 */
                file_id: string;
                /**
                 * @description 入力項目のID
                 *     Id of the widget
                 */
                widget_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description 関係者のID
                     *     Id of the participant
                     */
                    participant_id?: string;
                    /**
                     * @description 0 押印、1 フリーテキスト、2 チェックボックス
                     *     0 seal, 1 free text, 2 checkbox
                     * @enum {integer}
                     */
                    type?: 0 | 1 | 2;
                    /**
                     * @description ページ（0から）
                     *     Page, from 0
                     */
                    page?: number;
                    /**
                     * @description 左端からの位置（ポイント）。項目の幅全体がページに収まること
                     *     Points from the left; the whole width lies on the page
                     */
                    x?: number;
                    /**
                     * @description 上端からの位置（ポイント）。項目の高さ全体がページに収まること
                     *     Points from the top; the whole height lies on the page
                     */
                    y?: number;
                    /**
                     * @description 文字の大きさ（8〜14）。フリーテキストのみ
                     *     Font size, 8 to 14; free text only
                     * @enum {string}
                     */
                    font_size?: "" | "8" | "9" | "10" | "11" | "12" | "13" | "14";
                    /**
                     * @description 入力値。宛先の項目では空
                     *     Its value; empty for recipients' widgets
                     */
                    text?: string;
                    /**
                     * @description 項目名
                     *     Label
                     */
                    label?: string;
                    /**
                     * @description 必須か
                     *     Must it be filled
                     */
                    required?: boolean;
                };
                "application/json": {
                    /**
                     * @description 関係者のID
                     *     Id of the participant
                     */
                    participant_id?: string;
                    /**
                     * @description 0 押印、1 フリーテキスト、2 チェックボックス
                     *     0 seal, 1 free text, 2 checkbox
                     * @enum {integer}
                     */
                    type?: 0 | 1 | 2;
                    /**
                     * @description ページ（0から）
                     *     Page, from 0
                     */
                    page?: number;
                    /**
                     * @description 左端からの位置（ポイント）。項目の幅全体がページに収まること
                     *     Points from the left; the whole width lies on the page
                     */
                    x?: number;
                    /**
                     * @description 上端からの位置（ポイント）。項目の高さ全体がページに収まること
                     *     Points from the top; the whole height lies on the page
                     */
                    y?: number;
                    /**
                     * @description 文字の大きさ（8〜14）。フリーテキストのみ
                     *     Font size, 8 to 14; free text only
                     * @enum {string}
                     */
                    font_size?: "" | "8" | "9" | "10" | "11" | "12" | "13" | "14";
                    /**
                     * @description 入力値。宛先の項目では空
                     *     Its value; empty for recipients' widgets
                     */
                    text?: string;
                    /**
                     * @description 項目名
                     *     Label
                     */
                    label?: string;
                    /**
                     * @description 必須か
                     *     Must it be filled
                     */
                    required?: boolean;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            413: components["responses"]["Refusal413"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    removeWidget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
                /**
                 * @description ファイルのID
                 *     Id of the file
                 */
                file_id: string;
                /**
                 * @description 入力項目のID
                 *     Id of the widget
                 */
                widget_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    getAttachedFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
                /**
                 * @description 添付依頼のID
                 *     Id of the request for a file
                 */
                attachment_id: string;
                /**
                 * @description 宛先が添付したファイルのID
                 *     Id of the recipient's file
                 */
                attached_file_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    updateAttachment: {
        parameters: {
            query?: {
                /**
                 * @description 説明
                 *     Description
                 */
                description?: string;
                /**
                 * @description 必須か
                 *     Must it be filled
                 */
                required?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
                /**
                 * @description 添付依頼のID
                 *     Id of the request for a file
                 */
                attachment_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description 説明
                     *     Description
                     */
                    description?: string;
                    /**
                     * @description 必須か
                     *     Must it be filled
                     */
                    required?: boolean;
                };
                "application/json": {
                    /**
                     * @description 説明
                     *     Description
                     */
                    description?: string;
                    /**
                     * @description 必須か
                     *     Must it be filled
                     */
                    required?: boolean;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            413: components["responses"]["Refusal413"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    removeAttachment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
                /**
                 * @description 添付依頼のID
                 *     Id of the request for a file
                 */
                attachment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    requestAttachment: {
        parameters: {
            query?: {
                /**
                 * @description 関係者のID
                 *     Id of the participant
                 */
                participant_id?: string;
                /**
                 * @description 説明
                 *     Description
                 */
                description?: string;
                /**
                 * @description 必須か
                 *     Must it be filled
                 */
                required?: boolean;
            };
            header?: {
                /**
                 * @description 同じ要求を二度実行しないための鍵。24時間、同じ結果を返します。
                 *     The same request under the same key is carried out once; its result is repeated for 24 hours.
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description 関係者のID
                     *     Id of the participant
                     */
                    participant_id: string;
                    /**
                     * @description 説明
                     *     Description
                     */
                    description?: string;
                    /**
                     * @description 必須か
                     *     Must it be filled
                     */
                    required?: boolean;
                };
                "application/json": {
                    /**
                     * @description 関係者のID
                     *     Id of the participant
                     */
                    participant_id: string;
                    /**
                     * @description 説明
                     *     Description
                     */
                    description?: string;
                    /**
                     * @description 必須か
                     *     Must it be filled
                     */
                    required?: boolean;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listCabinets: {
        parameters: {
            query?: {
                /**
                 * @description ページ（1から、100件ずつ）
                 *     Page, from 1, 100 a page
                 */
                page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description 全件数
                         *     How many there are
                         */
                        total: number;
                        /**
                         * @description ページ（1から、100件ずつ）
                         *     Page, from 1, 100 a page
                         */
                        page: number;
                        /**
                         * @description キャビネット
                         *     Cabinets
                         */
                        cabinets: {
                            /**
                             * @description ID
                             *     Id
                             */
                            id: string;
                            /**
                             * @description 名前
                             *     Name
                             */
                            name: string;
                            /**
                             * @description 送信者だけが見るメモ
                             *     A note that only the sender sees
                             */
                            note: string;
                            /**
                             * @description 0 利用者が作成、1 すべての書類
                             *     0 made by users, 1 all documents
                             * @enum {integer}
                             */
                            type: 0 | 1;
                            /**
                             * Format: date-time
                             * @description 作成した日時
                             *     When it was made
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description 更新した日時
                             *     When it was last changed
                             */
                            updated_at: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listBulkSends: {
        parameters: {
            query?: {
                /**
                 * @description この一括送信より前のもの
                 *     Those before this one
                 */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description 一括送信（新しい順）
                         *     Bulk sendings, newest first
                         */
                        bulk_sends: {
                            /**
                             * @description ID
                             *     Id
                             */
                            id: string;
                            /**
                             * @description テンプレートのID。指定すると、その複製から始めます
                             *     Id of a template; the draft begins as its copy
                             */
                            template_id: string;
                            /**
                             * @description 状態
                             *     State
                             * @enum {string}
                             */
                            status: "checked" | "running" | "paused" | "stopped" | "done";
                            /**
                             * @description 自動で止まった理由
                             *     Why it stands still by itself
                             */
                            paused_by: string;
                            /**
                             * @description 署名の番号。0 は送信
                             *     Number of the act that is signed; 0 is the sending
                             * @enum {string}
                             */
                            act: "send" | "draft";
                            /**
                             * @description 最初の宛先に同意用URLをSMSで送る
                             *     Those who are asked first get the link by SMS
                             */
                            link_sms: boolean;
                            /**
                             * @description 行
                             *     Rows
                             */
                            rows: number;
                            /**
                             * @description 状態ごとの行数
                             *     Rows in each state
                             */
                            counts: {
                                /**
                                 * @description これからの行
                                 *     Still to do
                                 */
                                ready: number;
                                /**
                                 * @description 誤りのある行
                                 *     With faults
                                 */
                                faulty: number;
                                /**
                                 * @description 除いた行
                                 *     Left out
                                 */
                                left_out: number;
                                /**
                                 * @description 下書きにした行
                                 *     Made as drafts
                                 */
                                made: number;
                                /**
                                 * @description 送信した行
                                 *     Sent
                                 */
                                sent: number;
                                /**
                                 * @description 作成できなかった行
                                 *     Could not be made
                                 */
                                refused: number;
                                /**
                                 * @description SMSを待つ行
                                 *     Links that wait for their SMS
                                 */
                                links_waiting: number;
                            };
                            /**
                             * Format: date-time
                             * @description 作成した日時
                             *     When it was made
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description 開始日時
                             *     When it was started
                             */
                            started_at: string | null;
                            /**
                             * Format: date-time
                             * @description 終了日時
                             *     When it ended
                             */
                            ended_at: string | null;
                        }[];
                        /**
                         * @description 次に after に指定する値。最後のページでは空
                         *     What to give as `after` next; empty on the last page
                         */
                        next: string;
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            405: components["responses"]["Refusal405"];
            410: components["responses"]["Refusal410"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    createBulkSend: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 同じ要求を二度実行しないための鍵。24時間、同じ結果を返します。
                 *     The same request under the same key is carried out once; its result is repeated for 24 hours.
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description 空欄の宛先のあるテンプレートのID
                     *     Id of a template with open places
                     */
                    template_id?: string;
                    /**
                     * @description 行。recipient_1_name、recipient_1_tel、recipient_1_email、recipient_1_organization、recipient_1_access_code、recipient_1_recipient_id（1は空欄の番号）、field_項目名（送信者のテキストの項目）と title
                     *     Rows: `recipient_1_name`, `recipient_1_tel`, `recipient_1_email`, `recipient_1_organization`, `recipient_1_access_code`, `recipient_1_recipient_id` (1: the number of the open place), `field_` with the label of one of the sender’s text fields, and `title`
                     */
                    rows?: {
                        [key: string]: string;
                    }[];
                    /**
                     * @description CSV（rows の代わり）
                     *     A CSV, in place of `rows`
                     */
                    csv?: string;
                    /**
                     * @description CSVのバイト列（Base64）。UTF-8・Shift_JIS・UTF-16を判別します
                     *     The bytes of a CSV in Base64: UTF-8, Shift_JIS or UTF-16
                     */
                    csv_base64?: string;
                    /**
                     * @description send 送信する、draft 下書きにする
                     *     `send`, or `draft`: nothing is sent
                     * @enum {string}
                     */
                    act?: "send" | "draft";
                    /**
                     * @description 誤りがなければすぐに始める（既定 true）。誤りのある行があれば checked で待ちます
                     *     Start at once where no row is faulty (by default); otherwise it waits as `checked`
                     */
                    start?: boolean;
                    /**
                     * @description 最初の宛先に同意用URLをSMSで送る
                     *     Those who are asked first get the link by SMS
                     */
                    link_sms?: boolean;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description ID
                         *     Id
                         */
                        id: string;
                        /**
                         * @description 空欄の宛先のあるテンプレートのID
                         *     Id of a template with open places
                         */
                        template_id: string;
                        /**
                         * @description checked 開始待ち、running 処理中、paused 一時停止、stopped 中止、done 完了
                         *     `checked` waits for its start, `running`, `paused`, `stopped`, `done`
                         * @enum {string}
                         */
                        status: "checked" | "running" | "paused" | "stopped" | "done";
                        /**
                         * @description 自動で止まった理由
                         *     Why it stands still by itself
                         */
                        paused_by: string;
                        /**
                         * @description send 送信する、draft 下書きにする
                         *     `send`, or `draft`: nothing is sent
                         * @enum {string}
                         */
                        act: "send" | "draft";
                        /**
                         * @description 最初の宛先に同意用URLをSMSで送る
                         *     Those who are asked first get the link by SMS
                         */
                        link_sms: boolean;
                        /**
                         * @description 行。recipient_1_name、recipient_1_tel、recipient_1_email、recipient_1_organization、recipient_1_access_code、recipient_1_recipient_id（1は空欄の番号）、field_項目名（送信者のテキストの項目）と title
                         *     Rows: `recipient_1_name`, `recipient_1_tel`, `recipient_1_email`, `recipient_1_organization`, `recipient_1_access_code`, `recipient_1_recipient_id` (1: the number of the open place), `field_` with the label of one of the sender’s text fields, and `title`
                         */
                        rows: number;
                        /**
                         * @description 状態ごとの行数
                         *     Rows in each state
                         */
                        counts: {
                            /**
                             * @description これからの行
                             *     Still to do
                             */
                            ready: number;
                            /**
                             * @description 誤りのある行
                             *     With faults
                             */
                            faulty: number;
                            /**
                             * @description 除いた行
                             *     Left out
                             */
                            left_out: number;
                            /**
                             * @description 下書きにした行
                             *     Made as drafts
                             */
                            made: number;
                            /**
                             * @description 送信した行
                             *     Sent
                             */
                            sent: number;
                            /**
                             * @description 作成できなかった行
                             *     Could not be made
                             */
                            refused: number;
                            /**
                             * @description SMSを待つ行
                             *     Links that wait for their SMS
                             */
                            links_waiting: number;
                        };
                        /**
                         * Format: date-time
                         * @description 作成した日時
                         *     When it was made
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description 開始日時
                         *     When it was started
                         */
                        started_at: string | null;
                        /**
                         * Format: date-time
                         * @description 終了日時
                         *     When it ended
                         */
                        ended_at: string | null;
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            405: components["responses"]["Refusal405"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            415: components["responses"]["Refusal415"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    getBulkResult: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 一括送信のID
                 *     Id of the bulk sending
                 */
                bulk_send_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    getBulkSend: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 一括送信のID
                 *     Id of the bulk sending
                 */
                bulk_send_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description ID
                         *     Id
                         */
                        id: string;
                        /**
                         * @description テンプレートのID。指定すると、その複製から始めます
                         *     Id of a template; the draft begins as its copy
                         */
                        template_id: string;
                        /**
                         * @description 状態
                         *     State
                         * @enum {string}
                         */
                        status: "checked" | "running" | "paused" | "stopped" | "done";
                        /**
                         * @description 自動で止まった理由
                         *     Why it stands still by itself
                         */
                        paused_by: string;
                        /**
                         * @description 署名の番号。0 は送信
                         *     Number of the act that is signed; 0 is the sending
                         * @enum {string}
                         */
                        act: "send" | "draft";
                        /**
                         * @description 最初の宛先に同意用URLをSMSで送る
                         *     Those who are asked first get the link by SMS
                         */
                        link_sms: boolean;
                        /**
                         * @description 行
                         *     Rows
                         */
                        rows: number;
                        /**
                         * @description 状態ごとの行数
                         *     Rows in each state
                         */
                        counts: {
                            /**
                             * @description これからの行
                             *     Still to do
                             */
                            ready: number;
                            /**
                             * @description 誤りのある行
                             *     With faults
                             */
                            faulty: number;
                            /**
                             * @description 除いた行
                             *     Left out
                             */
                            left_out: number;
                            /**
                             * @description 下書きにした行
                             *     Made as drafts
                             */
                            made: number;
                            /**
                             * @description 送信した行
                             *     Sent
                             */
                            sent: number;
                            /**
                             * @description 作成できなかった行
                             *     Could not be made
                             */
                            refused: number;
                            /**
                             * @description SMSを待つ行
                             *     Links that wait for their SMS
                             */
                            links_waiting: number;
                        };
                        /**
                         * Format: date-time
                         * @description 作成した日時
                         *     When it was made
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description 開始日時
                         *     When it was started
                         */
                        started_at: string | null;
                        /**
                         * Format: date-time
                         * @description 終了日時
                         *     When it ended
                         */
                        ended_at: string | null;
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listBulkRows: {
        parameters: {
            query?: {
                /**
                 * @description この行より後
                 *     Rows behind this one
                 */
                behind?: number;
                /**
                 * @description 状態
                 *     State
                 */
                status?: "ready" | "faulty" | "left_out" | "made" | "sent" | "refused";
            };
            header?: never;
            path: {
                /**
                 * @description 一括送信のID
                 *     Id of the bulk sending
                 */
                bulk_send_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description 行
                         *     Rows
                         */
                        rows: {
                            /**
                             * @description 行の番号。CSVでは見出しを1とするExcelの番号
                             *     Number of the row; of a CSV as Excel counts, the headings being 1
                             */
                            row: number;
                            /**
                             * @description 状態
                             *     State
                             * @enum {string}
                             */
                            status: "ready" | "faulty" | "left_out" | "made" | "sent" | "refused";
                            /**
                             * @description 書類のID
                             *     Id of the document
                             */
                            document_id: string;
                            /**
                             * @description 誤り
                             *     Faults
                             */
                            faults: {
                                /**
                                 * @description 列の名前
                                 *     Name of the column
                                 */
                                column: string;
                                /**
                                 * @description 宛先へのメッセージ
                                 *     Message to the recipients
                                 */
                                message: string;
                            }[];
                        }[];
                        /**
                         * @description 次に behind に指定する値
                         *     What to give as `behind` next
                         */
                        next: number;
                        /**
                         * @description 続きがあるか。あれば、すぐに次を取得します
                         *     Is there more; if so, ask again at once
                         */
                        more: boolean;
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    pauseBulkSend: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 一括送信のID
                 *     Id of the bulk sending
                 */
                bulk_send_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description ID
                         *     Id
                         */
                        id: string;
                        /**
                         * @description テンプレートのID。指定すると、その複製から始めます
                         *     Id of a template; the draft begins as its copy
                         */
                        template_id: string;
                        /**
                         * @description 状態
                         *     State
                         * @enum {string}
                         */
                        status: "checked" | "running" | "paused" | "stopped" | "done";
                        /**
                         * @description 自動で止まった理由
                         *     Why it stands still by itself
                         */
                        paused_by: string;
                        /**
                         * @description 署名の番号。0 は送信
                         *     Number of the act that is signed; 0 is the sending
                         * @enum {string}
                         */
                        act: "send" | "draft";
                        /**
                         * @description 最初の宛先に同意用URLをSMSで送る
                         *     Those who are asked first get the link by SMS
                         */
                        link_sms: boolean;
                        /**
                         * @description 行
                         *     Rows
                         */
                        rows: number;
                        /**
                         * @description 状態ごとの行数
                         *     Rows in each state
                         */
                        counts: {
                            /**
                             * @description これからの行
                             *     Still to do
                             */
                            ready: number;
                            /**
                             * @description 誤りのある行
                             *     With faults
                             */
                            faulty: number;
                            /**
                             * @description 除いた行
                             *     Left out
                             */
                            left_out: number;
                            /**
                             * @description 下書きにした行
                             *     Made as drafts
                             */
                            made: number;
                            /**
                             * @description 送信した行
                             *     Sent
                             */
                            sent: number;
                            /**
                             * @description 作成できなかった行
                             *     Could not be made
                             */
                            refused: number;
                            /**
                             * @description SMSを待つ行
                             *     Links that wait for their SMS
                             */
                            links_waiting: number;
                        };
                        /**
                         * Format: date-time
                         * @description 作成した日時
                         *     When it was made
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description 開始日時
                         *     When it was started
                         */
                        started_at: string | null;
                        /**
                         * Format: date-time
                         * @description 終了日時
                         *     When it ended
                         */
                        ended_at: string | null;
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    resumeBulkSend: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 一括送信のID
                 *     Id of the bulk sending
                 */
                bulk_send_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description ID
                         *     Id
                         */
                        id: string;
                        /**
                         * @description テンプレートのID。指定すると、その複製から始めます
                         *     Id of a template; the draft begins as its copy
                         */
                        template_id: string;
                        /**
                         * @description 状態
                         *     State
                         * @enum {string}
                         */
                        status: "checked" | "running" | "paused" | "stopped" | "done";
                        /**
                         * @description 自動で止まった理由
                         *     Why it stands still by itself
                         */
                        paused_by: string;
                        /**
                         * @description 署名の番号。0 は送信
                         *     Number of the act that is signed; 0 is the sending
                         * @enum {string}
                         */
                        act: "send" | "draft";
                        /**
                         * @description 最初の宛先に同意用URLをSMSで送る
                         *     Those who are asked first get the link by SMS
                         */
                        link_sms: boolean;
                        /**
                         * @description 行
                         *     Rows
                         */
                        rows: number;
                        /**
                         * @description 状態ごとの行数
                         *     Rows in each state
                         */
                        counts: {
                            /**
                             * @description これからの行
                             *     Still to do
                             */
                            ready: number;
                            /**
                             * @description 誤りのある行
                             *     With faults
                             */
                            faulty: number;
                            /**
                             * @description 除いた行
                             *     Left out
                             */
                            left_out: number;
                            /**
                             * @description 下書きにした行
                             *     Made as drafts
                             */
                            made: number;
                            /**
                             * @description 送信した行
                             *     Sent
                             */
                            sent: number;
                            /**
                             * @description 作成できなかった行
                             *     Could not be made
                             */
                            refused: number;
                            /**
                             * @description SMSを待つ行
                             *     Links that wait for their SMS
                             */
                            links_waiting: number;
                        };
                        /**
                         * Format: date-time
                         * @description 作成した日時
                         *     When it was made
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description 開始日時
                         *     When it was started
                         */
                        started_at: string | null;
                        /**
                         * Format: date-time
                         * @description 終了日時
                         *     When it ended
                         */
                        ended_at: string | null;
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    startBulkSend: {
        parameters: {
            query?: {
                /**
                 * @description 誤りのある行を除く
                 *     Leave out the faulty rows
                 */
                leave_out_faulty?: boolean;
            };
            header?: {
                /**
                 * @description 同じ要求を二度実行しないための鍵。24時間、同じ結果を返します。
                 *     The same request under the same key is carried out once; its result is repeated for 24 hours.
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description 一括送信のID
                 *     Id of the bulk sending
                 */
                bulk_send_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description 誤りのある行を除く
                     *     Leave out the faulty rows
                     */
                    leave_out_faulty?: boolean;
                };
                "application/json": {
                    /**
                     * @description 誤りのある行を除く
                     *     Leave out the faulty rows
                     */
                    leave_out_faulty?: boolean;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description ID
                         *     Id
                         */
                        id: string;
                        /**
                         * @description テンプレートのID。指定すると、その複製から始めます
                         *     Id of a template; the draft begins as its copy
                         */
                        template_id: string;
                        /**
                         * @description 状態
                         *     State
                         * @enum {string}
                         */
                        status: "checked" | "running" | "paused" | "stopped" | "done";
                        /**
                         * @description 自動で止まった理由
                         *     Why it stands still by itself
                         */
                        paused_by: string;
                        /**
                         * @description 署名の番号。0 は送信
                         *     Number of the act that is signed; 0 is the sending
                         * @enum {string}
                         */
                        act: "send" | "draft";
                        /**
                         * @description 最初の宛先に同意用URLをSMSで送る
                         *     Those who are asked first get the link by SMS
                         */
                        link_sms: boolean;
                        /**
                         * @description 行
                         *     Rows
                         */
                        rows: number;
                        /**
                         * @description 状態ごとの行数
                         *     Rows in each state
                         */
                        counts: {
                            /**
                             * @description これからの行
                             *     Still to do
                             */
                            ready: number;
                            /**
                             * @description 誤りのある行
                             *     With faults
                             */
                            faulty: number;
                            /**
                             * @description 除いた行
                             *     Left out
                             */
                            left_out: number;
                            /**
                             * @description 下書きにした行
                             *     Made as drafts
                             */
                            made: number;
                            /**
                             * @description 送信した行
                             *     Sent
                             */
                            sent: number;
                            /**
                             * @description 作成できなかった行
                             *     Could not be made
                             */
                            refused: number;
                            /**
                             * @description SMSを待つ行
                             *     Links that wait for their SMS
                             */
                            links_waiting: number;
                        };
                        /**
                         * Format: date-time
                         * @description 作成した日時
                         *     When it was made
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description 開始日時
                         *     When it was started
                         */
                        started_at: string | null;
                        /**
                         * Format: date-time
                         * @description 終了日時
                         *     When it ended
                         */
                        ended_at: string | null;
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    stopBulkSend: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 一括送信のID
                 *     Id of the bulk sending
                 */
                bulk_send_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description ID
                         *     Id
                         */
                        id: string;
                        /**
                         * @description テンプレートのID。指定すると、その複製から始めます
                         *     Id of a template; the draft begins as its copy
                         */
                        template_id: string;
                        /**
                         * @description 状態
                         *     State
                         * @enum {string}
                         */
                        status: "checked" | "running" | "paused" | "stopped" | "done";
                        /**
                         * @description 自動で止まった理由
                         *     Why it stands still by itself
                         */
                        paused_by: string;
                        /**
                         * @description 署名の番号。0 は送信
                         *     Number of the act that is signed; 0 is the sending
                         * @enum {string}
                         */
                        act: "send" | "draft";
                        /**
                         * @description 最初の宛先に同意用URLをSMSで送る
                         *     Those who are asked first get the link by SMS
                         */
                        link_sms: boolean;
                        /**
                         * @description 行
                         *     Rows
                         */
                        rows: number;
                        /**
                         * @description 状態ごとの行数
                         *     Rows in each state
                         */
                        counts: {
                            /**
                             * @description これからの行
                             *     Still to do
                             */
                            ready: number;
                            /**
                             * @description 誤りのある行
                             *     With faults
                             */
                            faulty: number;
                            /**
                             * @description 除いた行
                             *     Left out
                             */
                            left_out: number;
                            /**
                             * @description 下書きにした行
                             *     Made as drafts
                             */
                            made: number;
                            /**
                             * @description 送信した行
                             *     Sent
                             */
                            sent: number;
                            /**
                             * @description 作成できなかった行
                             *     Could not be made
                             */
                            refused: number;
                            /**
                             * @description SMSを待つ行
                             *     Links that wait for their SMS
                             */
                            links_waiting: number;
                        };
                        /**
                         * Format: date-time
                         * @description 作成した日時
                         *     When it was made
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description 開始日時
                         *     When it was started
                         */
                        started_at: string | null;
                        /**
                         * Format: date-time
                         * @description 終了日時
                         *     When it ended
                         */
                        ended_at: string | null;
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    addReportee: {
        parameters: {
            query?: {
                /**
                 * @description メールアドレス
                 *     E-mail address
                 */
                email?: string;
                /**
                 * @description 名前
                 *     Name
                 */
                name?: string;
                /**
                 * @description 会社・組織名
                 *     Organisation
                 */
                organization?: string;
            };
            header?: {
                /**
                 * @description 同じ要求を二度実行しないための鍵。24時間、同じ結果を返します。
                 *     The same request under the same key is carried out once; its result is repeated for 24 hours.
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description メールアドレス
                     *     E-mail address
                     */
                    email: string;
                    /**
                     * @description 名前
                     *     Name
                     */
                    name: string;
                    /**
                     * @description 会社・組織名
                     *     Organisation
                     */
                    organization?: string;
                };
                "application/json": {
                    /**
                     * @description メールアドレス
                     *     E-mail address
                     */
                    email: string;
                    /**
                     * @description 名前
                     *     Name
                     */
                    name: string;
                    /**
                     * @description 会社・組織名
                     *     Organisation
                     */
                    organization?: string;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    updateReportee: {
        parameters: {
            query?: {
                /**
                 * @description メールアドレス
                 *     E-mail address
                 */
                email?: string;
                /**
                 * @description 名前
                 *     Name
                 */
                name?: string;
                /**
                 * @description 会社・組織名
                 *     Organisation
                 */
                organization?: string;
            };
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
                /**
                 * @description 共有先のID
                 *     Id of the reportee
                 */
                reportee_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description メールアドレス
                     *     E-mail address
                     */
                    email?: string;
                    /**
                     * @description 名前
                     *     Name
                     */
                    name?: string;
                    /**
                     * @description 会社・組織名
                     *     Organisation
                     */
                    organization?: string;
                };
                "application/json": {
                    /**
                     * @description メールアドレス
                     *     E-mail address
                     */
                    email?: string;
                    /**
                     * @description 名前
                     *     Name
                     */
                    name?: string;
                    /**
                     * @description 会社・組織名
                     *     Organisation
                     */
                    organization?: string;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            413: components["responses"]["Refusal413"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    removeReportee: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
                /**
                 * @description 共有先のID
                 *     Id of the reportee
                 */
                reportee_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    getAttribute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description 書類のID
                         *     Id of the document
                         */
                        document_id: string;
                        /**
                         * @description タイトル
                         *     Title
                         */
                        title: string;
                        /**
                         * @description 契約相手
                         *     Counterparty
                         */
                        counterparty: string;
                        /**
                         * Format: date
                         * @description 契約締結日
                         *     Date of the contract
                         */
                        contract_at: string | null;
                        /**
                         * Format: date
                         * @description 有効期間の開始日
                         *     First day of validity
                         */
                        validity_start_at: string | null;
                        /**
                         * Format: date
                         * @description 有効期間の終了日
                         *     Last day of validity
                         */
                        validity_end_at: string | null;
                        /**
                         * Format: date
                         * @description 解約通知期限
                         *     Last day to give notice
                         */
                        validity_end_notice_at: string | null;
                        /**
                         * @description 自動更新。0 未設定、1 あり、2 なし
                         *     Renews by itself: 0 unset, 1 yes, 2 no
                         * @enum {integer}
                         */
                        auto_update: 0 | 1 | 2;
                        /**
                         * @description 管理番号
                         *     Your own number for it
                         */
                        local_id: string;
                        /**
                         * Format: int64
                         * @description 金額
                         *     Amount
                         */
                        amount: number | null;
                        /**
                         * @description 自由項目
                         *     Free fields
                         */
                        options: {
                            /**
                             * @description 順番
                             *     Place in the order
                             */
                            order: number;
                            /**
                             * @description 内容
                             *     Content
                             */
                            content: string;
                        }[];
                        /**
                         * Format: date-time
                         * @description 作成した日時
                         *     When it was made
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description 更新した日時
                         *     When it was last changed
                         */
                        updated_at: string;
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    updateAttribute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description タイトル
                     *     Title
                     */
                    title?: string;
                    /**
                     * @description 契約相手
                     *     Counterparty
                     */
                    counterparty?: string;
                    /**
                     * Format: date
                     * @description 契約締結日
                     *     Date of the contract
                     */
                    contract_at?: string | null;
                    /**
                     * Format: date
                     * @description 有効期間の開始日
                     *     First day of validity
                     */
                    validity_start_at?: string | null;
                    /**
                     * Format: date
                     * @description 有効期間の終了日
                     *     Last day of validity
                     */
                    validity_end_at?: string | null;
                    /**
                     * Format: date
                     * @description 解約通知期限
                     *     Last day to give notice
                     */
                    validity_end_notice_at?: string | null;
                    /**
                     * @description 自動更新。0 未設定、1 あり、2 なし
                     *     Renews by itself: 0 unset, 1 yes, 2 no
                     * @enum {integer}
                     */
                    auto_update?: 0 | 1 | 2;
                    /**
                     * @description 管理番号
                     *     Your own number for it
                     */
                    local_id?: string;
                    /**
                     * Format: int64
                     * @description 金額
                     *     Amount
                     */
                    amount?: number | null;
                    /**
                     * @description 自由項目
                     *     Free fields
                     */
                    options?: {
                        /**
                         * @description 順番
                         *     Place in the order
                         */
                        order: number;
                        /**
                         * @description 内容
                         *     Content
                         */
                        content: string;
                    }[];
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description 書類のID
                         *     Id of the document
                         */
                        document_id: string;
                        /**
                         * @description タイトル
                         *     Title
                         */
                        title: string;
                        /**
                         * @description 契約相手
                         *     Counterparty
                         */
                        counterparty: string;
                        /**
                         * Format: date
                         * @description 契約締結日
                         *     Date of the contract
                         */
                        contract_at: string | null;
                        /**
                         * Format: date
                         * @description 有効期間の開始日
                         *     First day of validity
                         */
                        validity_start_at: string | null;
                        /**
                         * Format: date
                         * @description 有効期間の終了日
                         *     Last day of validity
                         */
                        validity_end_at: string | null;
                        /**
                         * Format: date
                         * @description 解約通知期限
                         *     Last day to give notice
                         */
                        validity_end_notice_at: string | null;
                        /**
                         * @description 自動更新。0 未設定、1 あり、2 なし
                         *     Renews by itself: 0 unset, 1 yes, 2 no
                         * @enum {integer}
                         */
                        auto_update: 0 | 1 | 2;
                        /**
                         * @description 管理番号
                         *     Your own number for it
                         */
                        local_id: string;
                        /**
                         * Format: int64
                         * @description 金額
                         *     Amount
                         */
                        amount: number | null;
                        /**
                         * @description 自由項目
                         *     Free fields
                         */
                        options: {
                            /**
                             * @description 順番
                             *     Place in the order
                             */
                            order: number;
                            /**
                             * @description 内容
                             *     Content
                             */
                            content: string;
                        }[];
                        /**
                         * Format: date-time
                         * @description 作成した日時
                         *     When it was made
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description 更新した日時
                         *     When it was last changed
                         */
                        updated_at: string;
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            413: components["responses"]["Refusal413"];
            415: components["responses"]["Refusal415"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    getAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description ID
                         *     Id
                         */
                        id: number;
                        /**
                         * @description 書類のID
                         *     Id of the document
                         */
                        document_id: string;
                        /**
                         * @description メモ
                         *     Memo
                         */
                        memo: string;
                        /**
                         * Format: date
                         * @description 送信者にメールで知らせる日
                         *     The day on which the sender is mailed
                         */
                        alert_at: string;
                        /**
                         * @description 有効か
                         *     Is it switched on
                         */
                        enabled: boolean;
                        /**
                         * Format: date-time
                         * @description 作成した日時
                         *     When it was made
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description 更新した日時
                         *     When it was last changed
                         */
                        updated_at: string;
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    updateAlert: {
        parameters: {
            query?: {
                /**
                 * @description メモ
                 *     Memo
                 */
                memo?: string;
                /**
                 * @description 送信者にメールで知らせる日
                 *     The day on which the sender is mailed
                 */
                alert_at?: string;
                /**
                 * @description 有効か
                 *     Is it switched on
                 */
                enabled?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description メモ
                     *     Memo
                     */
                    memo?: string;
                    /**
                     * Format: date
                     * @description 送信者にメールで知らせる日
                     *     The day on which the sender is mailed
                     */
                    alert_at?: string;
                    /**
                     * @description 有効か
                     *     Is it switched on
                     */
                    enabled?: boolean;
                };
                "application/json": {
                    /**
                     * @description メモ
                     *     Memo
                     */
                    memo?: string;
                    /**
                     * Format: date
                     * @description 送信者にメールで知らせる日
                     *     The day on which the sender is mailed
                     */
                    alert_at?: string;
                    /**
                     * @description 有効か
                     *     Is it switched on
                     */
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description ID
                         *     Id
                         */
                        id: number;
                        /**
                         * @description 書類のID
                         *     Id of the document
                         */
                        document_id: string;
                        /**
                         * @description メモ
                         *     Memo
                         */
                        memo: string;
                        /**
                         * Format: date
                         * @description 送信者にメールで知らせる日
                         *     The day on which the sender is mailed
                         */
                        alert_at: string;
                        /**
                         * @description 有効か
                         *     Is it switched on
                         */
                        enabled: boolean;
                        /**
                         * Format: date-time
                         * @description 作成した日時
                         *     When it was made
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description 更新した日時
                         *     When it was last changed
                         */
                        updated_at: string;
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            413: components["responses"]["Refusal413"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    importDocument: {
        parameters: {
            query?: {
                /**
                 * @description ファイル名とタイトル。省略時はアップロードの名前
                 *     File name and title; without it the upload's own
                 */
                name?: string;
                /**
                 * @description キャビネットのID
                 *     Id of the cabinet
                 */
                cabinet_id?: string;
            };
            header?: {
                /**
                 * @description 同じ要求を二度実行しないための鍵。24時間、同じ結果を返します。
                 *     The same request under the same key is carried out once; its result is repeated for 24 hours.
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * @description ファイル名とタイトル。省略時はアップロードの名前
                     *     File name and title; without it the upload's own
                     */
                    name?: string;
                    /**
                     * @description キャビネットのID
                     *     Id of the cabinet
                     */
                    cabinet_id?: string;
                    /**
                     * Format: binary
                     * @description PDFファイル
                     *     The PDF file
                     */
                    uploadfile: string;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description ID
                         *     Id
                         */
                        id: string;
                        /**
                         * @description 送信者のメンバーのID
                         *     Id of the sender's member
                         */
                        user_id: string;
                        /**
                         * @description タイトル
                         *     Title
                         */
                        title: string;
                        /**
                         * @description 送信者だけが見るメモ
                         *     A note that only the sender sees
                         */
                        note: string;
                        /**
                         * @description 宛先へのメッセージ
                         *     Message to the recipients
                         */
                        message: string;
                        /**
                         * @description つねに 13（インポート）
                         *     Always 13, imported
                         * @enum {integer}
                         */
                        status: 0 | 1 | 2 | 3 | 4 | 13;
                        /**
                         * @description 宛先による転送を許すか
                         *     May recipients transfer the document
                         */
                        can_transfer: boolean;
                        /**
                         * @description 非公開の書類か
                         *     Is the document private
                         */
                        private: boolean;
                        /**
                         * Format: date-time
                         * @description 送信した日時。未送信は null
                         *     When it was sent; null before
                         */
                        sent_at: string | null;
                        /**
                         * Format: date-time
                         * @description 最後に手続きがあった日時
                         *     When it was last acted on
                         */
                        last_processed_at: string | null;
                        /**
                         * Format: date-time
                         * @description 作成した日時
                         *     When it was made
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description 更新した日時
                         *     When it was last changed
                         */
                        updated_at: string;
                        /**
                         * @description 関係者。order 0 が送信者
                         *     Everyone in it; order 0 is the sender
                         */
                        participants: components["schemas"]["Participant"][];
                        /**
                         * @description ファイル
                         *     Files
                         */
                        files: {
                            /**
                             * @description ID
                             *     Id
                             */
                            id: string;
                            /**
                             * @description 名前
                             *     Name
                             */
                            name: string;
                            /**
                             * @description 順番
                             *     Place in the order
                             */
                            order: number;
                            /**
                             * @description ページ数
                             *     Number of pages
                             */
                            total_pages: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            405: components["responses"]["Refusal405"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            415: components["responses"]["Refusal415"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description ID
                         *     Id
                         */
                        id: string;
                        /**
                         * @description メールアドレス
                         *     E-mail address
                         */
                        email: string;
                        /**
                         * @description 名前
                         *     Name
                         */
                        name: string;
                        /**
                         * @description 会社・組織名
                         *     Organisation
                         */
                        organization: string;
                        /**
                         * @description チーム
                         *     Team
                         */
                        team: {
                            /**
                             * @description ID
                             *     Id
                             */
                            id: string;
                            /**
                             * @description 名前
                             *     Name
                             */
                            name: string;
                        };
                        /**
                         * @description 権限
                         *     Rights
                         */
                        authorities: {
                            /**
                             * @description チーム管理者か
                             *     Team administrator
                             */
                            team_administrator: boolean;
                            /**
                             * @description 書類管理者か
                             *     Document administrator
                             */
                            team_document_administrator: boolean;
                            /**
                             * @description 承認者か
                             *     Approver
                             */
                            document_approver: boolean;
                            /**
                             * @description 非公開書類の管理者か
                             *     Administrator of private documents
                             */
                            private_document_administrator: boolean;
                        };
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listTeamDocuments: {
        parameters: {
            query?: {
                /**
                 * @description ページ（1から、100件ずつ）
                 *     Page, from 1, 100 a page
                 */
                page?: number;
                /**
                 * @description y でファイルを含めます
                 *     y: with files
                 */
                with_files?: string;
                /**
                 * @description y で関係者を含めます
                 *     y: with participants
                 */
                with_participants?: string;
                /**
                 * @description y で共有先を含めます
                 *     y: with reportees
                 */
                with_reportees?: string;
                /**
                 * @description y で添付依頼を含めます
                 *     y: with the request for a file
                 */
                with_attachment?: string;
                /**
                 * @description 最終処理日時がこれ以降のもの
                 *     Last acted on at or after
                 */
                from?: string;
                /**
                 * @description 最終処理日時がこれ以前のもの
                 *     Last acted on at or before
                 */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description 全件数
                         *     How many there are
                         */
                        total: number;
                        /**
                         * @description ページ（1から、100件ずつ）
                         *     Page, from 1, 100 a page
                         */
                        page: number;
                        /**
                         * @description 書類
                         *     Documents
                         */
                        documents: components["schemas"]["ListedDocument"][];
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            405: components["responses"]["Refusal405"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /**
                 * @description この位置より後の出来事。前の回答の next を指定します。省略すると最初から
                 *     Events behind this place: the `next` of an earlier answer; without it from the oldest on
                 */
                after?: string;
                /**
                 * @description 最大件数（1〜1000）。省略時は 100
                 *     How many at most, 1 to 1,000; 100 unless given
                 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description 出来事。古い順
                         *     Events, oldest first
                         */
                        events: {
                            /**
                             * @description 出来事のID。Webhook の webhook-id と同じ
                             *     Id of the event, as `webhook-id` of a webhook
                             */
                            id: string;
                            /**
                             * @description 出来事の種類
                             *     What happened
                             */
                            type: string;
                            /**
                             * Format: date-time
                             * @description 記録した日時
                             *     When it was recorded
                             */
                            timestamp: string;
                            /**
                             * @description Webhook と同じ内容
                             *     As a webhook tells it
                             */
                            data: {
                                /**
                                 * @description 出来事のID
                                 *     Id of the event
                                 */
                                eventId: string;
                                /**
                                 * @description チームのID
                                 *     Id of the team
                                 */
                                teamId: string;
                                /**
                                 * @description 書類のID。チームの出来事にはありません
                                 *     Id of the document; absent for events of the team
                                 */
                                documentId?: string;
                            } & {
                                [key: string]: unknown;
                            };
                        }[];
                        /**
                         * @description 次に after に指定する値
                         *     What to give as `after` next
                         */
                        next: string;
                        /**
                         * @description 続きがあるか。あれば、すぐに次を取得します
                         *     Is there more; if so, ask again at once
                         */
                        more: boolean;
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            405: components["responses"]["Refusal405"];
            410: components["responses"]["Refusal410"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
    moveTestClock: {
        parameters: {
            query?: {
                /**
                 * @description 書類のID
                 *     Id of the document
                 */
                document_id?: string;
                /**
                 * @description 進める日数。合わせて366日まで
                 *     Days to go forward; at most 366 in all
                 */
                days?: number;
                /**
                 * @description 進める秒数。days に加えます
                 *     Seconds to go forward, besides `days`
                 */
                seconds?: number;
            };
            header?: {
                /**
                 * @description 同じ要求を二度実行しないための鍵。24時間、同じ結果を返します。
                 *     The same request under the same key is carried out once; its result is repeated for 24 hours.
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description 書類のID
                     *     Id of the document
                     */
                    document_id: string;
                    /**
                     * @description 進める日数。合わせて366日まで
                     *     Days to go forward; at most 366 in all
                     */
                    days?: number;
                    /**
                     * @description 進める秒数。days に加えます
                     *     Seconds to go forward, besides `days`
                     */
                    seconds?: number;
                };
                "application/json": {
                    /**
                     * @description 書類のID
                     *     Id of the document
                     */
                    document_id: string;
                    /**
                     * @description 進める日数。合わせて366日まで
                     *     Days to go forward; at most 366 in all
                     */
                    days?: number;
                    /**
                     * @description 進める秒数。days に加えます
                     *     Seconds to go forward, besides `days`
                     */
                    seconds?: number;
                };
            };
        };
        responses: {
            /**
             * @description 成功しました。
             *     Success.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description 書類のID
                         *     Id of the document
                         */
                        document_id: string;
                        /**
                         * Format: date-time
                         * @description 書類の時計のいまの日時
                         *     What time it is for the document
                         */
                        now: string;
                        /**
                         * @description 実際の時刻より進んでいる秒数
                         *     By how many seconds it is ahead
                         */
                        ahead_seconds: number;
                    };
                };
            };
            400: components["responses"]["Refusal400"];
            401: components["responses"]["Refusal401"];
            403: components["responses"]["Refusal403"];
            404: components["responses"]["Refusal404"];
            405: components["responses"]["Refusal405"];
            409: components["responses"]["Refusal409"];
            413: components["responses"]["Refusal413"];
            422: components["responses"]["Refusal422"];
            429: components["responses"]["Refusal429"];
            500: components["responses"]["Refusal500"];
            503: components["responses"]["Refusal503"];
        };
    };
}

/** How each call goes. */
export const calls = {
  "issueTokenByGet": {
    "method": "GET",
    "path": "/token",
    "request": "form",
    "gives": "json"
  },
  "issueToken": {
    "method": "POST",
    "path": "/token",
    "request": "form",
    "gives": "json"
  },
  "createDocument": {
    "method": "POST",
    "path": "/documents",
    "request": "form",
    "gives": "json"
  },
  "declineDocument": {
    "method": "PUT",
    "path": "/documents/{document_id}/decline",
    "request": "form",
    "gives": "json"
  },
  "deleteDocument": {
    "method": "DELETE",
    "path": "/documents/{document_id}",
    "request": "none",
    "gives": "nothing"
  },
  "getCertificate": {
    "method": "GET",
    "path": "/documents/{document_id}/certificate",
    "request": "none",
    "gives": "file"
  },
  "getDocument": {
    "method": "GET",
    "path": "/documents/{document_id}",
    "request": "none",
    "gives": "json"
  },
  "getEvidenceRecord": {
    "method": "GET",
    "path": "/documents/{document_id}/evidence_record",
    "request": "none",
    "gives": "file"
  },
  "listDocuments": {
    "method": "GET",
    "path": "/documents",
    "request": "form",
    "gives": "json"
  },
  "sendOrRemind": {
    "method": "POST",
    "path": "/documents/{document_id}",
    "request": "none",
    "gives": "json"
  },
  "updateDocument": {
    "method": "PUT",
    "path": "/documents/{document_id}",
    "request": "form",
    "gives": "json"
  },
  "addFile": {
    "method": "POST",
    "path": "/documents/{document_id}/files",
    "request": "upload",
    "gives": "json"
  },
  "getFile": {
    "method": "GET",
    "path": "/documents/{document_id}/files/{file_id}",
    "request": "none",
    "gives": "file"
  },
  "removeFile": {
    "method": "DELETE",
    "path": "/documents/{document_id}/files/{file_id}",
    "request": "none",
    "gives": "json"
  },
  "addParticipant": {
    "method": "POST",
    "path": "/documents/{document_id}/participants",
    "request": "form",
    "gives": "json"
  },
  "issueSigningUrl": {
    "method": "POST",
    "path": "/documents/{document_id}/participants/{participant_id}/signing_url",
    "request": "form",
    "gives": "json"
  },
  "removeParticipant": {
    "method": "DELETE",
    "path": "/documents/{document_id}/participants/{participant_id}",
    "request": "none",
    "gives": "json"
  },
  "unlockParticipant": {
    "method": "POST",
    "path": "/documents/{document_id}/participants/{participant_id}/unlock",
    "request": "none",
    "gives": "json"
  },
  "updateParticipant": {
    "method": "PUT",
    "path": "/documents/{document_id}/participants/{participant_id}",
    "request": "form",
    "gives": "json"
  },
  "approveTelRequest": {
    "method": "POST",
    "path": "/documents/{document_id}/participants/{participant_id}/tel_request/approve",
    "request": "form",
    "gives": "json"
  },
  "getTelRequest": {
    "method": "GET",
    "path": "/documents/{document_id}/participants/{participant_id}/tel_request",
    "request": "none",
    "gives": "json"
  },
  "refuseTelRequest": {
    "method": "POST",
    "path": "/documents/{document_id}/participants/{participant_id}/tel_request/refuse",
    "request": "form",
    "gives": "json"
  },
  "addWidget": {
    "method": "POST",
    "path": "/documents/{document_id}/files/{file_id}/widgets",
    "request": "form",
    "gives": "json"
  },
  "removeWidget": {
    "method": "DELETE",
    "path": "/documents/{document_id}/files/{file_id}/widgets/{widget_id}",
    "request": "none",
    "gives": "json"
  },
  "updateWidget": {
    "method": "PUT",
    "path": "/documents/{document_id}/files/{file_id}/widgets/{widget_id}",
    "request": "form",
    "gives": "json"
  },
  "getAttachedFile": {
    "method": "GET",
    "path": "/documents/{document_id}/attachments/{attachment_id}/attached_files/{attached_file_id}",
    "request": "none",
    "gives": "file"
  },
  "removeAttachment": {
    "method": "DELETE",
    "path": "/documents/{document_id}/attachments/{attachment_id}",
    "request": "none",
    "gives": "json"
  },
  "requestAttachment": {
    "method": "POST",
    "path": "/documents/{document_id}/attachments",
    "request": "form",
    "gives": "json"
  },
  "updateAttachment": {
    "method": "PUT",
    "path": "/documents/{document_id}/attachments/{attachment_id}",
    "request": "form",
    "gives": "json"
  },
  "listCabinets": {
    "method": "GET",
    "path": "/cabinets",
    "request": "form",
    "gives": "json"
  },
  "createBulkSend": {
    "method": "POST",
    "path": "/bulk_sends",
    "request": "json",
    "gives": "json"
  },
  "getBulkResult": {
    "method": "GET",
    "path": "/bulk_sends/{bulk_send_id}/result",
    "request": "none",
    "gives": "file"
  },
  "getBulkSend": {
    "method": "GET",
    "path": "/bulk_sends/{bulk_send_id}",
    "request": "none",
    "gives": "json"
  },
  "listBulkRows": {
    "method": "GET",
    "path": "/bulk_sends/{bulk_send_id}/rows",
    "request": "form",
    "gives": "json"
  },
  "listBulkSends": {
    "method": "GET",
    "path": "/bulk_sends",
    "request": "form",
    "gives": "json"
  },
  "pauseBulkSend": {
    "method": "POST",
    "path": "/bulk_sends/{bulk_send_id}/pause",
    "request": "none",
    "gives": "json"
  },
  "resumeBulkSend": {
    "method": "POST",
    "path": "/bulk_sends/{bulk_send_id}/resume",
    "request": "none",
    "gives": "json"
  },
  "startBulkSend": {
    "method": "POST",
    "path": "/bulk_sends/{bulk_send_id}/start",
    "request": "form",
    "gives": "json"
  },
  "stopBulkSend": {
    "method": "POST",
    "path": "/bulk_sends/{bulk_send_id}/stop",
    "request": "none",
    "gives": "json"
  },
  "addReportee": {
    "method": "POST",
    "path": "/documents/{document_id}/reportees",
    "request": "form",
    "gives": "json"
  },
  "removeReportee": {
    "method": "DELETE",
    "path": "/documents/{document_id}/reportees/{reportee_id}",
    "request": "none",
    "gives": "json"
  },
  "updateReportee": {
    "method": "PUT",
    "path": "/documents/{document_id}/reportees/{reportee_id}",
    "request": "form",
    "gives": "json"
  },
  "getAttribute": {
    "method": "GET",
    "path": "/documents/{document_id}/attribute",
    "request": "none",
    "gives": "json"
  },
  "updateAttribute": {
    "method": "PUT",
    "path": "/documents/{document_id}/attribute",
    "request": "json",
    "gives": "json"
  },
  "getAlert": {
    "method": "GET",
    "path": "/documents/{document_id}/alert",
    "request": "none",
    "gives": "json"
  },
  "updateAlert": {
    "method": "PUT",
    "path": "/documents/{document_id}/alert",
    "request": "form",
    "gives": "json"
  },
  "importDocument": {
    "method": "POST",
    "path": "/imported_documents",
    "request": "upload",
    "gives": "json"
  },
  "getMe": {
    "method": "GET",
    "path": "/me",
    "request": "none",
    "gives": "json"
  },
  "listTeamDocuments": {
    "method": "GET",
    "path": "/team_documents",
    "request": "form",
    "gives": "json"
  },
  "listEvents": {
    "method": "GET",
    "path": "/events",
    "request": "form",
    "gives": "json"
  },
  "moveTestClock": {
    "method": "POST",
    "path": "/test/clock",
    "request": "form",
    "gives": "json"
  }
} as const
